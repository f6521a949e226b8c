# Script: writes the bytes of PROGRAM into the C++ file ARRAY as pause_program().

file(READ ${PROGRAM} bytes HEX)
string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
string(REGEX REPLACE "((.......)(.......)(.......)(.......)(.......)(.......)(.......)(.......))"
  "\\1\n    " bytes "${bytes}")
file(WRITE ${ARRAY} "#include \"adapters/docker/pause_image.hpp\"

namespace berth::adapters {

namespace {

constexpr char program[] = {
    ${bytes}};

}  // namespace

std::string_view pause_program() { return {program, sizeof program}; }

}  // namespace berth::adapters
")
