#!/bin/sh
# Fetches the pinned OpenCC release again and rewrites the configurations, the
# dictionaries and the licence beside this script. Needs Python with pip on
# Linux, because the wheel carries OpenCC's own `opencc_dict` as a binary.
# The output depends on the release alone: every file is sorted bytewise.
set -eu

release=1.4.2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m pip install --quiet --disable-pip-version-check --no-deps \
    --only-binary=:all: --target "$work" "opencc==$release"

tool="$work/opencc/clib/bin/opencc_dict"
data="$work/opencc/clib/share/opencc"
chmod +x "$tool"

rm -f "$here"/*.txt "$here"/*.json
cp "$data"/*.json "$here"
for dictionary in "$data"/*.ocd2; do
    name=$(basename "$dictionary" .ocd2)
    # Marked `may_output_tofu` in the configurations; see NOTICE.md.
    if [ "$name" = TSCharactersExt ]; then continue; fi
    "$tool" -i "$dictionary" -o "$work/$name.txt" -f ocd2 -t text >/dev/null
    LC_ALL=C sort "$work/$name.txt" >"$here/$name.txt"
done
cp "$(find "$work"/opencc-"$release".dist-info -name LICENSE | head -n 1)" "$here/LICENSE"
chmod 644 "$here"/*.txt "$here"/*.json "$here/LICENSE"
