import { createHmac } from 'node:crypto'
import { addMinutes, msOf } from '@pingting/contract'
import { bridgeCredentialOf, lotOfBridge } from '../../../server/src/hub/access/bridge-keys.ts'
import { openDeviceTokens } from '../../../server/src/hub/access/device-tokens.ts'
import { openPasses } from '../../../server/src/hub/access/passes.ts'
import { openTicketTokens } from '../../../server/src/hub/tokens.ts'
import { randomOf } from '../random.ts'

const KEY = Buffer.alloc(32, 1)
const OTHER_KEY = Buffer.alloc(32, 2)
const NOW = '2026-11-23T01:00:00.000Z'
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const PURPOSES = ['socket', 'challenge'] as const
const NAMES = ['desk-7', 'tablet-C01-a1b2c3', 'kiosk.east:1', 'b']

const tickets = openTicketTokens(KEY)
const devices = openDeviceTokens(KEY)
const strangeTickets = openTicketTokens(OTHER_KEY)
const strangeDevices = openDeviceTokens(OTHER_KEY)

/** Passes of a hub that has seen none yet: each is good once. */
const passes = (at: string, key = KEY) => openPasses(key, () => msOf(at))

/** What a house gives out: a token of a ticket or a device, the key of a bridge, a pass; of one key or the other. */
interface Given {
  token: string
  strange: string
  /** Whether it is heard, at an instant. */
  heard(token: string, at: string): boolean
  /** An instant at which it is no longer heard; what has no end is good for ever. */
  over?: string
}

function giveKey(random: (below: number) => number): Given {
  const lotId = `lot-${random(20)}`
  return {
    ...{ token: bridgeCredentialOf(KEY, lotId), strange: bridgeCredentialOf(OTHER_KEY, lotId) },
    heard: token => lotOfBridge(KEY, token) !== undefined,
  }
}

function givePass(random: (below: number) => number): Given {
  const [purpose, text] = [PURPOSES[random(2)]!, `s1.${NAMES[random(NAMES.length)]}`]
  return {
    ...{ token: passes(NOW).issue(purpose, text), strange: passes(NOW, OTHER_KEY).issue(purpose, text) },
    ...{ heard: (pass, at) => passes(at).redeem(purpose, pass) !== undefined, over: addMinutes(NOW, 1) },
  }
}

function give(random: (below: number) => number): Given {
  const kind = random(4)
  if (kind === 0) return giveKey(random)
  if (kind === 1) return givePass(random)
  if (kind === 2) {
    const hall = 1 + random(3)
    const ticketId = `2026112${1 + random(3)}-${'ABCDEFGH'[random(8)]}${String(1 + random(999)).padStart(3, '0')}`
    return {
      ...{ token: tickets.issue(hall, ticketId), strange: strangeTickets.issue(hall, ticketId) },
      ...{ heard: (token, at) => tickets.verify(token, at) !== undefined, over: '2026-12-20T00:00:00.000Z' },
    }
  }
  const name = NAMES[random(NAMES.length)]!
  const publicKey = 'k'.repeat(42) + ALPHABET[random(64)]!
  return {
    token: devices.issue(name, publicKey, NOW).token,
    strange: strangeDevices.issue(name, publicKey, NOW).token,
    heard: (token, at) => devices.verify(token, at) !== undefined,
    over: addMinutes(NOW, 24 * 60 + 1),
  }
}

type Forgery = (given: Given, random: (below: number) => number) => string

const put = (text: string, at: number, sign: string): string => text.slice(0, at) + sign + text.slice(at + 1)
const tagOf = (token: string): string => token.slice(token.lastIndexOf('.') + 1)
const bodyOf = (token: string): string => token.slice(0, token.lastIndexOf('.'))
const anything = (length: number, random: (below: number) => number): string =>
  Array.from({ length }, () => ALPHABET[random(64)]).join('')

/** Every way of making a token that we can think of. */
const FORGERIES: Readonly<Record<string, Forgery>> = {
  signChanged: ({ token }, random) => put(token, random(token.length), ALPHABET[random(64)]!),
  signDropped: ({ token }, random) => put(token, random(token.length), ''),
  signAdded: ({ token }, random) => {
    const at = random(token.length + 1)
    return token.slice(0, at) + ALPHABET[random(64)]! + token.slice(at)
  },
  cut: ({ token }, random) => token.slice(0, random(token.length)),
  otherKey: ({ strange }) => strange,
  strangeTag: ({ token, strange }) => `${bodyOf(token)}.${tagOf(strange)}`,
  tagOfAnother: ({ token }, random) => `${bodyOf(token)}.${tagOf(give(random).token)}`,
  madeUpTag: ({ token }, random) => `${bodyOf(token)}.${anything(22, random)}`,
  madeUp: ({ token }, random) => `${token.slice(0, 3)}${anything(28, random)}.${anything(22, random)}`,
  noTag: ({ token }) => `${bodyOf(token)}.`,
  plainHash: ({ token }) =>
    `${bodyOf(token)}.${createHmac('sha256', '').update(bodyOf(token)).digest().subarray(0, 16).toString('base64url')}`,
  otherVersion: ({ token }) => (token.startsWith('v1.') ? `d2.${token.slice(3)}` : `v1.1.${token.slice(3)}`),
  spareBits: ({ token }) => {
    const last = ALPHABET.indexOf(token.at(-1)!)
    return token.slice(0, -1) + ALPHABET[last ^ 1]!
  },
  padded: ({ token }) => `${token}=`,
  spaced: ({ token }) => `${token} `,
  twice: ({ token }) => token + token,
  otherCase: ({ token }) => (token.toUpperCase() === token ? `${token}a` : token.toUpperCase()),
}
const WAYS = Object.values(FORGERIES)

export interface Forged {
  token: string
  /** A good token out of its time is forged too. */
  isAccepted: boolean
}

/** Makes forgeries without end; the same seed makes the same ones. The control must be heard, or nothing is proven. */
export function* forgeries(seed: number): Generator<Forged, never> {
  const random = randomOf(seed)
  for (;;) {
    const given = give(random)
    if (!given.heard(given.token, NOW)) throw new Error(`a good token is not heard: ${given.token}`)
    const way = random(WAYS.length + 1)
    const isLate = way === WAYS.length
    if (isLate && given.over === undefined) continue
    const token = isLate ? given.token : WAYS[way]!(given, random)
    // A sign changed into itself is no forgery.
    if (!isLate && token === given.token) continue
    yield { token, isAccepted: given.heard(token, isLate ? given.over! : NOW) }
  }
}

/** How many of so many forgeries are accepted, with one of them to look at. */
export function tryForgeries(tally: number, seed: number): { accepted: number; example?: string } {
  const made = forgeries(seed)
  let accepted = 0
  let example: string | undefined
  for (let n = 0; n < tally; n += 1) {
    const { token, isAccepted } = made.next().value
    if (!isAccepted) continue
    accepted += 1
    example ??= token
  }
  return { accepted, ...(example !== undefined && { example }) }
}
