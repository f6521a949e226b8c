# Where things stand; sourced from the repository's root.

berth=build/release/berth
# The same default as berth's own (the XDG rule), named here because scripts keep records in it.
data=${BERTH_DATA:-${XDG_DATA_HOME:-${HOME:-/root}/.local/share}/berth}
# Exists where `make up` made the data directory; its lines are the images that `make up` made.
made_record=$data/made_by_make_up
