#include "base/shape.hpp"

#include <gtest/gtest.h>

#include "base/describe.hpp"
#include "base/id.hpp"

namespace berth {
namespace {

enum class Color { red, dark_blue };
BOOST_DESCRIBE_ENUM(Color, red, dark_blue)

using LampId = Id<struct LampTag>;

struct Placed {
  std::string place;
};
BOOST_DESCRIBE_STRUCT(Placed, (), (place))

struct Lamp : Placed {
  LampId id;
  Color color = Color::red;
  std::optional<std::int32_t> watts;
  std::vector<std::string> rooms;
  std::map<LampId, bool> peers;
  std::map<Color, std::uint16_t> counts;
  std::set<std::string> tags;
  std::chrono::seconds age{};
  Instant made;
};
BOOST_DESCRIBE_STRUCT(Lamp, (Placed), (id, color, watts, rooms, peers, counts, tags, age, made))

struct Switch {
  bool on = false;
};
BOOST_DESCRIBE_STRUCT(Switch, (), (on))
using Device = std::variant<Lamp, Switch>;

const Member& member(const Shape& shape, std::string_view name) {
  const Member* found = find_member(shape, name);
  EXPECT_NE(found, nullptr) << name;
  return *found;
}

TEST(Shape, ADescribedStructureListsItsMembersAndThoseOfItsBases) {
  const Shape& shape = shape_of<Lamp>();
  EXPECT_EQ(shape.kind, ShapeKind::structure);
  EXPECT_EQ(shape.name, "Lamp");
  std::vector<std::string_view> names;
  for (const Member& m : shape.members) names.push_back(m.name);
  EXPECT_EQ(names, (std::vector<std::string_view>{"place", "id", "color", "watts", "rooms", "peers",
                                                  "counts", "tags", "age", "made"}));
}

TEST(Shape, AnOptionalMemberIsAbsentUntilItIsEmplaced) {
  Lamp lamp;
  const Member& watts = member(shape_of<Lamp>(), "watts");
  EXPECT_EQ(read_member(watts, &lamp), nullptr);
  ASSERT_TRUE(watts.shape().number->write(emplace_member(watts, &lamp), 60));
  EXPECT_EQ(lamp.watts, 60);
  EXPECT_EQ(emplace_member(watts, &lamp), &*lamp.watts) << "emplacing again keeps the value";
  EXPECT_EQ(lamp.watts, 60);
}

TEST(Shape, ANumberThatDoesNotFitItsTypeIsRefused) {
  std::uint16_t small = 7;
  const Shape& shape = shape_of<std::uint16_t>();
  EXPECT_FALSE(shape.number->write(&small, 65536));
  EXPECT_FALSE(shape.number->write(&small, -1));
  EXPECT_EQ(small, 7);
  EXPECT_TRUE(shape.number->write(&small, 65535));
  EXPECT_EQ(shape.kind, ShapeKind::integer);
  EXPECT_EQ(shape_of<std::uint64_t>().kind, ShapeKind::long_integer);
}

TEST(Shape, AnIdIsItsText) {
  Lamp lamp;
  const Member& id = member(shape_of<Lamp>(), "id");
  id.shape().text->write(emplace_member(id, &lamp), "lamp-1");
  EXPECT_EQ(lamp.id, LampId("lamp-1"));
  EXPECT_EQ(id.shape().text->read(&lamp.id), "lamp-1");
}

TEST(Shape, EnumeratorsHaveTexts) {
  EXPECT_EQ(text(Color::dark_blue), "dark_blue");
  EXPECT_EQ(parse<Color>("red"), Color::red);
  EXPECT_EQ(parse<Color>("green"), std::nullopt);
  EXPECT_EQ(text(static_cast<Color>(9)), "");
}

TEST(Shape, ListsAndSetsGrowByFilledItemsOnly) {
  Lamp lamp;
  for (const char* name : {"rooms", "tags"}) {
    const Member& list = member(shape_of<Lamp>(), name);
    const Shape& shape = list.shape();
    void* value = emplace_member(list, &lamp);
    const auto put = [&](std::string_view text, bool keep) {
      return shape.list->append(value, [&](void* item) {
        shape.item->shape().text->write(item, text);
        return keep;
      });
    };
    EXPECT_TRUE(put("hall", true));
    EXPECT_FALSE(put("attic", false));
    EXPECT_EQ(shape.list->size(value), 1u);
    shape.list->each(
        value, [&](const void* item) { EXPECT_EQ(shape.item->shape().text->read(item), "hall"); });
  }
}

TEST(Shape, MapKeysTravelAsText) {
  Lamp lamp;
  const auto put = [&](std::string_view name, std::string_view key) {
    const Member& map = member(shape_of<Lamp>(), name);
    const Shape& shape = map.shape();
    return shape.map->insert(emplace_member(map, &lamp), key, [&](void* value) {
      return shape.item->shape().number->write(value, 1);
    });
  };
  EXPECT_TRUE(put("peers", "lamp-2"));
  EXPECT_TRUE(put("counts", "dark_blue"));
  EXPECT_FALSE(put("counts", "green"));
  EXPECT_EQ(lamp.peers, (std::map<LampId, bool>{{LampId("lamp-2"), true}}));
  EXPECT_EQ(lamp.counts, (std::map<Color, std::uint16_t>{{Color::dark_blue, 1}}));
}

TEST(Shape, AVariantIsAUnionNamedByItsTypes) {
  Device device = Lamp{};
  const Shape& shape = shape_of<Device>();
  EXPECT_EQ(shape.kind, ShapeKind::union_);
  const Member& lamp = member(shape, "Lamp");
  const Member& other = member(shape, "Switch");
  EXPECT_NE(read_member(lamp, &device), nullptr);
  EXPECT_EQ(read_member(other, &device), nullptr);
  static_cast<Switch*>(emplace_member(other, &device))->on = true;
  EXPECT_TRUE(std::get<Switch>(device).on);
}

TEST(Shape, AValueIsMadeFromItsShapeAlone) {
  AnyValue value(shape_of<Lamp>());
  static_cast<Lamp*>(value.get())->watts = 5;
  EXPECT_EQ(&value.shape(), &shape_of<Lamp>());
  EXPECT_EQ(static_cast<const Lamp*>(std::as_const(value).get())->watts, 5);
}

TEST(Shape, DurationsAndInstantsAreNumbers) {
  Lamp lamp;
  const Member& age = member(shape_of<Lamp>(), "age");
  const Member& made = member(shape_of<Lamp>(), "made");
  age.shape().number->write(emplace_member(age, &lamp), 90);
  made.shape().number->write(emplace_member(made, &lamp), 1500);
  EXPECT_EQ(lamp.age, std::chrono::seconds(90));
  EXPECT_EQ(made.shape().kind, ShapeKind::timestamp);
  EXPECT_EQ(lamp.made, Instant{Duration{1500}});
}

}  // namespace
}  // namespace berth
