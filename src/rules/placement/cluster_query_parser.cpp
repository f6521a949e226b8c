// The grammar of behaviour §1.6.4, by recursive descent: or, and, not, comparison.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "rules/placement/cluster_query.hpp"

namespace berth::rules {

namespace {

using Kind = ClusterQuery::Node::Kind;

/// Deeper than a person writes, and harmless to the stack.
constexpr int depth_max = 50;

struct NamedSubject {
  std::string_view name;
  QuerySubject subject;
};
constexpr NamedSubject subjects[] = {
    {"agentConnected", QuerySubject::agent_connected},
    {"agentVersion", QuerySubject::agent_version},
    {"ec2InstanceId", QuerySubject::ec2_instance_id},
    {"registeredAt", QuerySubject::registered_at},
    {"runningTasksCount", QuerySubject::running_tasks_count},
    {"task:group", QuerySubject::task_group},
};

struct NamedOperator {
  std::string_view name;
  QueryOperator op;
};
/// A sign before those that begin like it.
constexpr NamedOperator signs[] = {
    {"==", QueryOperator::equals},
    {"!=", QueryOperator::not_equals},
    {">=", QueryOperator::greater_than_equal},
    {">", QueryOperator::greater_than},
    {"<=", QueryOperator::less_than_equal},
    {"<", QueryOperator::less_than},
    {"=~", QueryOperator::matches},
    {"!~", QueryOperator::not_matches},
};
constexpr NamedOperator words[] = {
    {"equals", QueryOperator::equals},
    {"not_equals", QueryOperator::not_equals},
    {"greater_than", QueryOperator::greater_than},
    {"greater_than_equal", QueryOperator::greater_than_equal},
    {"less_than", QueryOperator::less_than},
    {"less_than_equal", QueryOperator::less_than_equal},
    {"exists", QueryOperator::exists},
    {"!exists", QueryOperator::not_exists},
    {"not_exists", QueryOperator::not_exists},
    {"in", QueryOperator::in},
    {"!in", QueryOperator::not_in},
    {"not_in", QueryOperator::not_in},
    {"matches", QueryOperator::matches},
    {"not_matches", QueryOperator::not_matches},
};

bool is_text(QuerySubject subject) {
  return subject == QuerySubject::attribute || subject == QuerySubject::ec2_instance_id ||
         subject == QuerySubject::task_group;
}

/// `true` and `false` are matched as the words they are.
bool can_be_matched(QuerySubject subject) {
  return is_text(subject) || subject == QuerySubject::agent_connected;
}

bool has_order(QuerySubject subject) { return !can_be_matched(subject); }

bool is_match(QueryOperator op) {
  return op == QueryOperator::matches || op == QueryOperator::not_matches;
}

bool is_order(QueryOperator op) {
  return op >= QueryOperator::greater_than && op <= QueryOperator::less_than_equal;
}

bool takes_list(QueryOperator op) { return op == QueryOperator::in || op == QueryOperator::not_in; }

bool takes_nothing(QueryOperator op) {
  return op == QueryOperator::exists || op == QueryOperator::not_exists;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_word_character(char c) { return only_alphanumeric_or({&c, 1}, "_:./\\-"); }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<ClusterQuery> run() {
    if (trim(text_).empty()) return wrong("it is empty");
    TRY_VOID(either(0));
    skip_spaces();
    if (at_ < text_.size()) return wrong("'and', 'or' or the end is expected");
    return std::move(query_);
  }

 private:
  std::unexpected<Error> wrong(std::string_view what) const {
    return fail(ErrorCode::invalid_parameter,
                fmt::format("Invalid expression '{}': {} at character {}.", text_, what, at_ + 1));
  }

  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  std::string_view rest() const { return text_.substr(at_); }

  bool take(std::string_view sign) {
    skip_spaces();
    if (!rest().starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }

  /// A word that ends where it ends: "or" is not the beginning of "origin".
  bool take_word(std::string_view word) {
    skip_spaces();
    if (!rest().starts_with(word)) return false;
    const auto after = at_ + word.size();
    if (after < text_.size() && is_word_character(text_[after])) return false;
    at_ = after;
    return true;
  }

  std::size_t add(Kind kind, std::size_t left, std::size_t right = 0) {
    query_.nodes.push_back({kind, left, right});
    return query_.nodes.size() - 1;
  }

  Result<std::size_t> either(int depth) {
    auto left = TRY(both(depth));
    while (take("||") || take_word("or")) left = add(Kind::either, left, TRY(both(depth)));
    return left;
  }

  Result<std::size_t> both(int depth) {
    auto left = TRY(single(depth));
    while (take("&&") || take_word("and")) left = add(Kind::both, left, TRY(single(depth)));
    return left;
  }

  Result<std::size_t> single(int depth) {
    if (depth > depth_max) return wrong("it is nested too deeply");
    if (take("!") || take_word("not")) return add(Kind::negation, TRY(single(depth + 1)));
    if (!take("(")) return comparison();
    const auto inner = TRY(either(depth + 1));
    if (!take(")")) return wrong("')' is expected");
    return inner;
  }

  Result<std::size_t> comparison() {
    QueryCondition condition;
    TRY_VOID(read_subject(condition));
    TRY_VOID(read_operator(condition));
    if (takes_list(condition.op)) {
      TRY_VOID(read_list(condition));
    } else if (!takes_nothing(condition.op)) {
      TRY_VOID(read_value(condition));
    }
    query_.conditions.push_back(std::move(condition));
    return add(Kind::condition, query_.conditions.size() - 1);
  }

  Result<void> read_subject(QueryCondition& condition) {
    skip_spaces();
    if (rest().starts_with("attribute:")) {
      at_ += std::string_view("attribute:").size();
      while (at_ < text_.size() && only_alphanumeric_or({&text_[at_], 1}, "_./\\-")) {
        condition.attribute += text_[at_++];
      }
      if (condition.attribute.empty()) return wrong("the name of an attribute is expected");
      condition.subject = QuerySubject::attribute;
      return {};
    }
    for (const auto& [name, subject] : subjects) {
      if (!take_word(name)) continue;
      condition.subject = subject;
      return {};
    }
    return wrong(
        "one of agentConnected, agentVersion, attribute:<name>, ec2InstanceId, registeredAt, "
        "runningTasksCount and task:group is expected");
  }

  Result<void> read_operator(QueryCondition& condition) {
    const auto found = find_operator();
    if (!found) return wrong("an operator is expected");
    condition.op = *found;
    if (is_match(*found) && !can_be_matched(condition.subject)) {
      return wrong("only texts can be matched");
    }
    // "10" comes before "9" as a text, which nobody means.
    if (is_order(*found) && !has_order(condition.subject)) {
      return wrong("texts cannot be compared by their size");
    }
    return {};
  }

  std::optional<QueryOperator> find_operator() {
    for (const auto& [word, op] : words) {
      if (take_word(word)) return op;
    }
    for (const auto& [sign, op] : signs) {
      if (take(sign)) return op;
    }
    return std::nullopt;
  }

  Result<void> read_list(QueryCondition& condition) {
    if (!take("[")) return wrong("'[' is expected");
    do {
      TRY_VOID(read_value(condition));
    } while (take(","));
    if (!take("]")) return wrong("',' or ']' is expected");
    return {};
  }

  Result<void> read_value(QueryCondition& condition) {
    skip_spaces();
    const auto begin = at_;
    const auto literal = TRY(read_literal(takes_list(condition.op)));
    if (is_match(condition.op)) {
      condition.pattern = Pattern::compile(literal);
      if (condition.pattern) return {};
      at_ = begin;
      return wrong("the regular expression is malformed or uses what Berth does not support");
    }
    auto value = read_query_value(condition.subject, literal);
    if (!value) {
      at_ = begin;
      return wrong(fmt::format("'{}' is not a value of this kind", literal));
    }
    condition.values.push_back(std::move(*value));
    return {};
  }

  /// Quoted, or bare up to a blank or to what can follow a value. Brackets that a bare value
  /// opens belong to it: `=~ (t2|t3)[.].*`.
  Result<std::string> read_literal(bool in_list) {
    if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"')) {
      const auto end = text_.find(text_[at_], at_ + 1);
      if (end == std::string_view::npos) return wrong("the quotation has no end");
      const std::string quoted(text_.substr(at_ + 1, end - at_ - 1));
      at_ = end + 1;
      return quoted;
    }
    const auto begin = at_;
    int open = 0;
    for (; at_ < text_.size() && !is_space(text_[at_]); ++at_) {
      const char c = text_[at_];
      const bool closes = c == ')' || c == ']';
      if (open == 0 && (closes || (in_list && c == ','))) break;
      if (open == 0 && (rest().starts_with("&&") || rest().starts_with("||"))) break;
      open += c == '(' || c == '[' ? 1 : closes ? -1 : 0;
    }
    if (at_ == begin) return wrong("a value is expected");
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  ClusterQuery query_;
};

}  // namespace

Result<ClusterQuery> parse_cluster_query(std::string_view expression) {
  if (expression.size() > cluster_query_size_max) {
    return fail(ErrorCode::invalid_parameter,
                fmt::format("Invalid expression: it has {} characters, more than {}.",
                            expression.size(), cluster_query_size_max));
  }
  return Parser(expression).run();
}

}  // namespace berth::rules
