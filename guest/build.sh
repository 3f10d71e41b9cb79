#!/bin/sh
# build.sh - builds the guest image and its disk into ../public/images, from Debian 12 packages and what is in this folder.
# About 5 minutes and 2 GB on 2 cores, in ./build. Two builds give the same bytes. Steps may be named to run only them:
#   ./build.sh deps                  once, as root: installs the tools
#   ./build.sh                       all of: packages kernel programs image disk publish
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${WORK:-$here/build}
images=${IMAGES:-$here/../public/images}
jobs=${JOBS:-$(nproc)}
source=$work/src/linux-source-6.1
objects=$work/objects
mkdir -p "$work/debs" "$work/out" "$objects"
# What a build would otherwise take from the machine and the moment it runs on.
export KBUILD_BUILD_TIMESTAMP='Thu Jan  1 00:00:00 UTC 1970' KBUILD_BUILD_USER=guest KBUILD_BUILD_HOST=v86 KBUILD_BUILD_VERSION=1
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=0

deps() {
	dpkg --add-architecture i386
	apt-get update || :
	apt-get install -y --no-install-recommends bc bison cpio e2fsprogs flex gcc libc6-dev libelf-dev make xz-utils
}

# Downloads the exact packages, checks them, and unpacks them; nothing is installed.
packages() {
	grep -v '^#' "$here/packages.txt" | while read -r name architecture version sha256 _; do
		cd "$work/debs"
		set -- "${name}"_*.deb
		[ -e "$1" ] || apt-get download "$name:$architecture=$version" ||
			{ echo "not on Debian's mirrors any more: get $name $version from snapshot.debian.org into $work/debs" >&2; exit 1; }
		set -- "${name}"_*.deb
		echo "$sha256  $1" | sha256sum --check --quiet
		[ -e "$work/$name.unpacked" ] || { dpkg -x "$1" "$work/src"; touch "$work/$name.unpacked"; }
	done
	[ -d "$source" ] || tar -C "$work/src" -xf "$work/src/usr/src/linux-source-6.1.tar.xz"
}

# tinyconfig and our fragment, built outside the source.
kernel() {
	cd "$source"
	make -s ARCH=i386 O="$objects" tinyconfig > "$work/configure.log" 2>&1
	./scripts/kconfig/merge_config.sh -m -O "$objects" "$objects/.config" "$here/kernel.fragment" >> "$work/configure.log" 2>&1
	make -s ARCH=i386 O="$objects" olddefconfig 2>> "$work/configure.log"
	grep '^CONFIG' "$here/kernel.fragment" | while read -r line; do
		grep -qxF "$line" "$objects/.config" || { echo "kernel.fragment: the kernel did not take $line" >&2; exit 1; }
	done
	make -s -j"$jobs" ARCH=i386 O="$objects" vmlinux
}

# Our own programs, without a C library.
programs() {
	mkdir -p "$work/bin"
	cd "$here/programs"
	flags="-m32 -march=i686 -Os -static -ffreestanding -nostdlib -fno-pie -no-pie -fno-stack-protector -fno-strict-aliasing
		-fno-asynchronous-unwind-tables -fcf-protection=none -fno-tree-loop-distribute-patterns -Wall -Wextra -Werror
		-s -Wl,--build-id=none,-z,noseparate-code,-z,noexecstack"
	for program in kvd kvclient work; do gcc $flags start.c "$program"/*.c -o "$work/bin/$program"; done
	for program in dmapoll rtomin; do gcc $flags start.c "$program.c" -o "$work/bin/$program"; done
}

# The initial file system, and one ELF of boot stub, kernel and file system. Not compressed: the download is, once.
image() {
	root=$work/root
	rm -rf "$root"
	mkdir -p "$root/data" "$root/dev" "$root/proc" "$root/root" "$root/sys" "$root/tmp"
	cp -r "$here/root/." "$root/"
	cp "$work/bin/"* "$root/bin/"
	# The one change to what others made: busybox's shell asks the terminal for the cursor's position (ESC [6n) with every
	# prompt, and a terminal in a page answers as if the user had typed. Nothing but configuring it anew would stop that.
	perl -0777 -pe '$found = s/\e\[6n\0/\0\0\0\0\0/g; die "busybox: ESC [6n found $found times, not once\n" if $found != 1' \
		"$work/src/bin/busybox" > "$root/bin/busybox"
	for applet in $(cat "$here/applets.txt"); do ln -s busybox "$root/bin/$applet"; done
	find "$root" -type d -exec chmod 755 {} + -o -type f -path '*/bin/*' -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
	chmod 755 "$root/init"
	find "$root" -exec touch -h -d @0 {} +
	(cd "$root" && find . | sort | cpio --quiet -o -H newc -R 0:0 --reproducible) > "$work/out/root.cpio"
	sh "$here/stub/mkelf.sh" "$objects/vmlinux" "$work/out/root.cpio" "$work/out/guest.elf"
}

# 8 MiB of ext4 with a journal of 1 MiB; fixed identifiers and times.
disk() {
	rm -f "$work/out/data.img"
	truncate -s 8M "$work/out/data.img"
	E2FSPROGS_FAKE_TIME=1 mke2fs -q -F -b 1024 -m 0 -t ext4 -J size=1 -O ^metadata_csum,^64bit,^huge_file,^resize_inode \
		-U 00000000-0000-4000-8000-000000000001 \
		-E hash_seed=00000000-0000-4000-8000-000000000002,lazy_itable_init=0,root_owner=0:0 "$work/out/data.img"
}

publish() {
	mkdir -p "$images"
	gzip -9nc "$work/out/guest.elf" > "$images/guest.elf.gz"
	gzip -9nc "$work/out/data.img" > "$images/data.img.gz"
	sh "$here/manifest.sh" "$work/out" "$images" "$here/packages.txt" > "$images/manifest.json"
	cat "$images/manifest.json"
}

[ $# -gt 0 ] || set -- packages kernel programs image disk publish
for step in "$@"; do
	case $step in
		deps | packages | kernel | programs | image | disk | publish) (set -eu; "$step") ;;
		*) echo "usage: build.sh [deps | packages | kernel | programs | image | disk | publish]..." >&2; exit 2 ;;
	esac
done
