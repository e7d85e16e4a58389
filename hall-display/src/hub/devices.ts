import { challengeText } from '@pingting/contract/words/devices'
import { findKey, keepKey, signWith } from './device-keys.ts'
import { ask, type Bearer, type Reply, refusedWith } from './http.ts'

/** What the hub said of a device when it was paired. Kept by device, so that one machine can show several faces. */
export interface Place {
  deviceId: string
  kind: string
  hallId: string
  counterId?: string
}

/** A paired device, with what it shows the hub. */
export interface Pairing extends Place {
  credential: Bearer
}

const keyOf = (deviceId: string): string => `pingting.device.${deviceId}`

/** The key first: a place without one would be a device that cannot prove itself. */
export async function keepPairing(place: Place, privateKey: CryptoKey): Promise<void> {
  await keepKey(place.deviceId, privateKey)
  localStorage.setItem(keyOf(place.deviceId), JSON.stringify(place))
}

function findPlace(deviceId: string | null): Place | undefined {
  const text = deviceId === null ? null : localStorage.getItem(keyOf(deviceId))
  if (text === null) return undefined
  try {
    return JSON.parse(text) as Place
  } catch {
    return undefined
  }
}

/** The pairing this page's address names with `?device=`. */
export function pairingOfPage(): Pairing | undefined {
  const place = findPlace(new URLSearchParams(location.search).get('device'))
  return place && { ...place, credential: bearerOf(place.deviceId) }
}

/** The token of a day, held in memory alone; proved anew at the first use, and whenever the hub knows it no more. */
function bearerOf(deviceId: string): Bearer {
  let proving: Promise<Reply<string>> | undefined
  return async anew => {
    if (anew) proving = undefined
    proving ??= prove(deviceId)
    const reply = await proving
    // What was refused, or never answered, is asked again the next time.
    if (!reply.ok) proving = undefined
    return reply
  }
}

async function prove(deviceId: string): Promise<Reply<string>> {
  const key = await findKey(deviceId)
  if (key === undefined) return refusedWith('access.unknown')
  const asked = await ask<{ challenge: string }>('/api/devices/challenge', { body: { deviceId } })
  if (!asked.ok) return asked
  const { challenge } = asked.value
  const signature = await signWith(key, challengeText(challenge))
  const proved = await ask<{ token: string }>('/api/devices/token', { body: { deviceId, challenge, signature } })
  return proved.ok ? { ok: true, value: proved.value.token } : proved
}
