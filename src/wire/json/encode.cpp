#include <cmath>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "wire/json/json.hpp"
#include "wire/text/base64.hpp"
#include "wire/text/numbers.hpp"

namespace berth::wire::json {

namespace {

class Writer {
 public:
  explicit Writer(TimestampFormat times) : times_(times) {}

  void write(const Shape& shape, const void* value, TimestampFormat format) {
    switch (shape.kind) {
      case ShapeKind::boolean: out_ += shape.number->read(value) != 0 ? "true" : "false"; return;
      case ShapeKind::integer:
      case ShapeKind::long_integer: out_ += decimal(shape.number->read(value)); return;
      case ShapeKind::double_number: return real(shape.real->read(value));
      case ShapeKind::timestamp: return timestamp(shape.number->read(value), format);
      case ShapeKind::enumeration:
        return append_string(out_, enumerator_text(shape, shape.number->read(value)));
      case ShapeKind::string: return append_string(out_, shape.text->read(value));
      case ShapeKind::blob: return append_string(out_, base64(shape.text->read(value)));
      case ShapeKind::document: out_ += shape.text->read(value); return;
      case ShapeKind::list: return list(shape, value);
      case ShapeKind::map: return map(shape, value);
      case ShapeKind::structure:
      case ShapeKind::union_: return members(shape, value);
    }
  }

  std::string take() { return std::move(out_); }

 private:
  /// Numbers that JSON lacks travel as texts.
  void real(double value) {
    if (std::isfinite(value))
      out_ += decimal(value);
    else
      append_string(out_, decimal(value));
  }

  void timestamp(std::int64_t milliseconds, TimestampFormat format) {
    if (format == TimestampFormat::by_protocol) format = times_;
    const auto text = timestamp_text(milliseconds, format);
    if (format == TimestampFormat::by_protocol || format == TimestampFormat::epoch_seconds) {
      out_ += text;
    } else {
      append_string(out_, text);
    }
  }

  void list(const Shape& shape, const void* value) {
    const Shape& item = shape.item->shape();
    char before = '[';
    shape.list->each(value, [&](const void* each) {
      out_ += before;
      before = ',';
      write(item, each, TimestampFormat::by_protocol);
    });
    out_ += before == '[' ? "[]" : "]";
  }

  void map(const Shape& shape, const void* value) {
    const Shape& item = shape.item->shape();
    char before = '{';
    shape.map->each(value, [&](std::string_view key, const void* each) {
      out_ += before;
      before = ',';
      append_string(out_, key);
      out_ += ':';
      write(item, each, TimestampFormat::by_protocol);
    });
    out_ += before == '{' ? "{}" : "}";
  }

  void members(const Shape& shape, const void* value) {
    char before = '{';
    for (const Member& member : shape.members) {
      const void* part = read_member(member, value);
      if (!part) continue;
      out_ += before;
      before = ',';
      append_string(out_, member.json_name.empty() ? member.name : member.json_name);
      out_ += ':';
      write(member.shape(), part, member.timestamp_format);
    }
    out_ += before == '{' ? "{}" : "}";
  }

  TimestampFormat times_;  // Of members that say nothing.
  std::string out_;
};

/// The two-character escape of a character, or nothing.
std::string_view short_escape(char c) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\b': return "\\b";
    case '\f': return "\\f";
    default: return {};
  }
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const char c = text.front();
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {
      out += utf8_bytes(take_character(text)).view();
      continue;
    }
    text.remove_prefix(1);
    if (const auto escape = short_escape(c); !escape.empty())
      out += escape;
    else if (byte < 0x20 || byte == 0x7F)
      out += fmt::format("\\u{:04x}", byte);
    else
      out += c;
  }
  out += '"';
}

std::string encode(const Shape& shape, const void* value, TimestampFormat times) {
  Writer writer(times);
  writer.write(shape, value, TimestampFormat::by_protocol);
  return writer.take();
}

}  // namespace berth::wire::json
