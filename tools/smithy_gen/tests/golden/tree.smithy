// Structures without a service that hold each other through lists and maps.
$version: "2.0"

namespace berth.tree

structure Forest {
    @required
    trees: Trees
}

list Trees {
    member: Tree
}

structure Tree {
    root: Node
}

structure Node {
    children: Nodes
    named: NamedLeaves
    parent: Leaf
}

list Nodes {
    member: Node
}

map NamedLeaves {
    key: String
    value: Leaf
}

structure Leaf {
    grown: Nodes
}
