/** A device's credential lives in its own browser, by device, so that one machine can show several faces. */
export interface Pairing {
  credential: string
  deviceId: string
  kind: string
  hallId: string
  counterId?: string
}

const keyOf = (deviceId: string): string => `pingting.device.${deviceId}`

export const keepPairing = (pairing: Pairing): void =>
  localStorage.setItem(keyOf(pairing.deviceId), JSON.stringify(pairing))

function findPairing(deviceId: string | null): Pairing | undefined {
  const text = deviceId === null ? null : localStorage.getItem(keyOf(deviceId))
  if (text === null) return undefined
  try {
    return JSON.parse(text) as Pairing
  } catch {
    return undefined
  }
}

/** The pairing this page's address names with `?device=`. */
export const pairingOfPage = (): Pairing | undefined => findPairing(new URLSearchParams(location.search).get('device'))
