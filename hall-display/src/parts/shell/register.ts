/**
 * A page holds trusted types to no policy but that of its face, which knows one address: so nothing else ever becomes a
 * worker. Absent where the browser has no trusted types.
 */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(text: string): string },
  ): { createScriptURL(text: string): string }
}

/** Keeps the page for the next opening without a network; where a browser cannot, the page needs the network as before. */
export function keepShell(face: 'phone' | 'book' | 'kiosk' | 'tablet'): void {
  const worker = `/${face}-worker.js`
  if (!('serviceWorker' in navigator)) return
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes }
  const policy = trustedTypes?.createPolicy(`pingting-${face}`, { createScriptURL: () => worker })
  const address = policy?.createScriptURL(worker) ?? worker
  // After the page itself has what it needs: what the worker stores would take the way of the first number.
  const register = () => void navigator.serviceWorker.register(address, { scope: `/${face}` }).catch(() => undefined)
  if (document.readyState === 'complete') register()
  else addEventListener('load', register, { once: true })
}
