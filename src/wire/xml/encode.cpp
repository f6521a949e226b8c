#include "base/utf8.hpp"
#include "wire/text/base64.hpp"
#include "wire/text/numbers.hpp"
#include "wire/xml/xml.hpp"

namespace berth::wire::xml {

namespace {

std::string_view or_else(std::string_view name, std::string_view fallback) {
  return name.empty() ? fallback : name;
}

std::string scalar(const Shape& shape, const void* value, TimestampFormat format) {
  switch (shape.kind) {
    case ShapeKind::boolean: return shape.number->read(value) != 0 ? "true" : "false";
    case ShapeKind::integer:
    case ShapeKind::long_integer: return decimal(shape.number->read(value));
    case ShapeKind::double_number: return decimal(shape.real->read(value));
    case ShapeKind::enumeration:
      return std::string(enumerator_text(shape, shape.number->read(value)));
    case ShapeKind::timestamp: {
      const bool open = format == TimestampFormat::by_protocol;
      return timestamp_text(shape.number->read(value), open ? TimestampFormat::date_time : format);
    }
    case ShapeKind::blob: return base64(shape.text->read(value));
    default: return std::string(shape.text->read(value));
  }
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void members(const Shape& shape, const void* value) {
    for (const Member& member : shape.members) {
      const void* part = read_member(member, value);
      if (part && !member.xml_attribute) write_member(member, part);
    }
  }

  void open(std::string_view name) { ((out_ += '<') += name) += '>'; }
  void close(std::string_view name) { ((out_ += "</") += name) += '>'; }

 private:
  void write_member(const Member& member, const void* value) {
    const Shape& shape = member.shape();
    const auto name = or_else(member.xml_name, member.name);
    if (member.xml_flattened && shape.kind == ShapeKind::list) return items(shape, value, name);
    if (member.xml_flattened && shape.kind == ShapeKind::map) return entries(shape, value, name);
    element(name, shape, value, member.timestamp_format);
  }

  void element(std::string_view name, const Shape& shape, const void* value,
               TimestampFormat format = TimestampFormat::by_protocol) {
    (out_ += '<') += name;
    attributes(shape, value);
    out_ += '>';
    const auto before = out_.size();
    content(shape, value, format);
    if (out_.size() == before) {
      out_.insert(out_.size() - 1, "/");
      return;
    }
    close(name);
  }

  void attributes(const Shape& shape, const void* value) {
    if (shape.kind != ShapeKind::structure) return;
    for (const Member& member : shape.members) {
      const void* part = member.xml_attribute ? read_member(member, value) : nullptr;
      if (!part) continue;
      ((out_ += ' ') += or_else(member.xml_name, member.name)) += "=\"";
      append_text(out_, scalar(member.shape(), part, member.timestamp_format));
      out_ += '"';
    }
  }

  void content(const Shape& shape, const void* value, TimestampFormat format) {
    switch (shape.kind) {
      case ShapeKind::list: return items(shape, value, or_else(shape.item->xml_name, "member"));
      case ShapeKind::map: return entries(shape, value, "entry");
      case ShapeKind::structure:
      case ShapeKind::union_: return members(shape, value);
      default: append_text(out_, scalar(shape, value, format));
    }
  }

  void items(const Shape& shape, const void* value, std::string_view name) {
    const Shape& item = shape.item->shape();
    shape.list->each(value, [&](const void* each) { element(name, item, each); });
  }

  void entries(const Shape& shape, const void* value, std::string_view name) {
    const auto key_name = or_else(shape.key->xml_name, "key");
    const Shape& item = shape.item->shape();
    shape.map->each(value, [&](std::string_view key, const void* each) {
      open(name);
      open(key_name);
      append_text(out_, key);
      close(key_name);
      element(or_else(shape.item->xml_name, "value"), item, each);
      close(name);
    });
  }

  std::string& out_;
};

bool in_xml(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

void append_character(std::string& out, char32_t c) {
  switch (c) {
    case '&': out += "&amp;"; return;
    case '<': out += "&lt;"; return;
    case '>': out += "&gt;"; return;
    case '"': out += "&quot;"; return;
    case '\r': out += "&#xD;"; return;  // A parser would make a bare one a line feed.
    default: out += utf8_bytes(in_xml(c) ? c : replacement_character).view();
  }
}

}  // namespace

void append_text(std::string& out, std::string_view text) {
  while (!text.empty()) append_character(out, take_character(text));
}

std::string encode_members(const Shape& shape, const void* value) {
  std::string out;
  Writer(out).members(shape, value);
  return out;
}

std::string encode_response(const ServiceModel& service, const OperationModel& operation,
                            Protocol protocol, const void* response, std::string_view request_id) {
  const std::string name = std::string(operation.name) + "Response";
  std::string out = "<" + name + " xmlns=\"";
  append_text(out, service.xml_namespace);
  out += "\">";
  Writer writer(out);
  if (protocol == Protocol::ec2_query) {
    writer.open("requestId");
    append_text(out, request_id);
    writer.close("requestId");
    writer.members(operation.output(), response);
  } else {
    if (!operation.result_wrapper.empty()) {
      writer.open(operation.result_wrapper);
      writer.members(operation.output(), response);
      writer.close(operation.result_wrapper);
    }
    out += "<ResponseMetadata><RequestId>";
    append_text(out, request_id);
    out += "</RequestId></ResponseMetadata>";
  }
  writer.close(name);
  return out;
}

}  // namespace berth::wire::xml
