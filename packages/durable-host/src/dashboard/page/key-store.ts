const name = 'perdura-host-key';

/** The key of the host, for as long as the tab is open. */
export const keyStore: { readonly read: () => string | null; readonly write: (code: string) => void } = {
  read: () => sessionStorage.getItem(name),
  write: (code) => sessionStorage.setItem(name, code),
};
