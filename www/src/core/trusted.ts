/** Pages under Trusted Types take the address of a script from a policy alone. */
interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): {
    createScriptURL(address: string): string;
  };
}

const { trustedTypes } = globalThis as { trustedTypes?: Policies };

/** A script's address that we made ourselves, as such a page takes it. */
export const trusted = (address: string): string =>
  trustedTypes
    ?.createPolicy("sgd-current", { createScriptURL: (same) => same })
    .createScriptURL(address) ?? address;
