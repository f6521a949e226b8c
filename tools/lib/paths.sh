# Where things stand; sourced from the repository's root.

berth=build/release/berth
# The same default as berth's own (the XDG rule), named here because scripts keep records in it.
data=${BERTH_DATA:-${XDG_DATA_HOME:-${HOME:-/root}/.local/share}/berth}
