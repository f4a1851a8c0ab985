// How jest.js is bundled: as a module, which is evaluated into the snapshot.
export const note = "A module of the guest scripts.";

export const options = { format: "esm" };
