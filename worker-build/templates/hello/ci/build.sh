#!/bin/sh
# Builds where Rust may be missing, as on Cloudflare's Workers Builds: installs what is not there, then runs the command
# that it was given, such as `npx wrangler deploy`, or `worker-build`.
set -eu

# Of what lies outside of the project, Workers Builds keeps the folder of npm for the next build.
cache=${CI_CACHE:-}
if [ -z "$cache" ] && [ -n "${WORKERS_CI:-}" ]; then
  cache=$HOME/.npm/_rust
fi
# Commands that are started in other folders read it, too.
case $cache in
  '' | /*) ;;
  *) cache=$PWD/$cache ;;
esac
if [ -n "$cache" ]; then
  # A cargo that is there has its own folders, with its own configuration.
  command -v cargo > /dev/null || export RUSTUP_HOME="$cache/rustup" CARGO_HOME="$cache/cargo"
  export WORKER_BUILD_STD_CACHE="$cache/std" WORKER_BUILD_TOOL_CACHE="$cache/tools"
fi
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

if ! command -v cargo > /dev/null; then
  echo "ci/build.sh: installing Rust"
  installer=$(mktemp)
  curl --proto '=https' --tlsv1.2 --silent --show-error --fail --retry 3 --output "$installer" https://sh.rustup.rs
  sh "$installer" -y --profile minimal --no-modify-path
  rm "$installer"
fi

# The version that belongs to the library; cargo does nothing when it is installed.
version=$(sed -n '/^name = "worker-sdk"$/{n;s/^version = "\(.*\)"$/\1/p;q;}' Cargo.lock 2> /dev/null || true)
cargo install --quiet --locked worker-build ${version:+--version "$version"}

# Without `--panic-unwind`, a panic fails all requests in flight instead of one.
worker-build setup --panic-unwind

if [ -n "$cache" ]; then
  export CARGO_TARGET_DIR="$cache/target"
fi
if [ $# -eq 0 ]; then
  set -- worker-build
fi
exec "$@"
