#!/bin/sh
# manifest.sh UNPACKED_FOLDER COMPRESSED_FOLDER PACKAGES: prints manifest.json, by which the page knows how much to
# download, whether what came is what was built, and what it is made of.
set -eu
unpacked=$1 compressed=$2 packages=$3
entry() { # key, file name without .gz
	printf '    "%s": { "file": "%s.gz", "bytes": %s, "unpackedBytes": %s, "sha256": "%s" }' "$1" "$2" \
		"$(stat -c %s "$compressed/$2.gz")" "$(stat -c %s "$unpacked/$2")" "$(sha256sum "$unpacked/$2" | cut -d' ' -f1)"
}
printf '{\n  "version": 1,\n  "images": {\n'
entry guest guest.elf
printf ',\n'
entry disk data.img
printf '\n  },\n  "packages": [\n'
grep -v '^#' "$packages" | {
	separator=
	while read -r name architecture version _ licence source; do
		printf '%s    { "name": "%s", "version": "%s", "licence": "%s", "source": "%s" }' "$separator" "$name" "$version" "$licence" "$source"
		separator=',
'
	done
}
printf '\n  ],\n  "built": "guest/build.sh on Debian 12"\n}\n'
