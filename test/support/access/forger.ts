import { createHmac } from 'node:crypto'
import { addMinutes } from '@pingting/contract'
import { openDeviceTokens } from '../../../server/src/hub/access/device-tokens.ts'
import { openTicketTokens } from '../../../server/src/hub/tokens.ts'
import { randomOf } from '../random.ts'

const KEY = Buffer.alloc(32, 1)
const OTHER_KEY = Buffer.alloc(32, 2)
const NOW = '2026-11-23T01:00:00.000Z'
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const NAMES = ['desk-7', 'tablet-C01-a1b2c3', 'kiosk.east:1', 'b']

const tickets = openTicketTokens(KEY)
const devices = openDeviceTokens(KEY)
const strangeTickets = openTicketTokens(OTHER_KEY)
const strangeDevices = openDeviceTokens(OTHER_KEY)

/** What a hall gives out: a ticket's token or a device's, of one key or the other. */
interface Given {
  token: string
  strange: string
  /** Whether it is heard, at an instant. */
  heard(token: string, at: string): boolean
  /** An instant at which it is no longer heard. */
  over: string
}

function give(random: (below: number) => number): Given {
  if (random(2) === 0) {
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
    const token = isLate ? given.token : WAYS[way]!(given, random)
    // A sign changed into itself is no forgery.
    if (!isLate && token === given.token) continue
    yield { token, isAccepted: given.heard(token, isLate ? given.over : NOW) }
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
