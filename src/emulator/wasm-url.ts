/** Where the built page finds v86.wasm. Apart from the rest, because only a bundler can answer it. */
export { default as v86WasmUrl } from 'v86/build/v86.wasm?url';
