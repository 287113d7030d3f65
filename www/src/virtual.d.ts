declare module "virtual:packed-wasm" {
  /** The wasm, deflated, in Base64. */
  const packed: string;
  export default packed;
}
