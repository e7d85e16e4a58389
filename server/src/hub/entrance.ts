import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  type Actor,
  addMinutes,
  challengeText,
  type DeviceKind,
  isRefusal,
  msOf,
  type Refusal,
  refuse,
} from '@pingting/contract'
import type { Enrolment } from '../halls/state.ts'
import { type DeviceTokens, signatureFits } from './access/device-tokens.ts'
import type { Passes } from './access/passes.ts'
import type { Hub } from './dispatch.ts'
import type { Limits } from './process/limits.ts'

export interface EntrancePorts {
  hub: Hub
  limits: Limits
  /** Signs the pairing links of this machine. */
  key: Buffer
  passes: Passes
  deviceTokens: DeviceTokens
}

export interface Paired {
  deviceId: string
  kind: DeviceKind
  hallId: string
  counterId?: string
}

interface Found {
  hallId: string
  device: Pick<Enrolment, 'deviceId' | 'kind' | 'counterId' | 'publicKey'>
}

interface Place {
  hallId: string
  kind: DeviceKind
  counterId?: string
}

const PAIRING_MINUTES = 10
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** How devices get in: invitations and pairing. */
export class Entrance {
  readonly #ports: EntrancePorts

  constructor(ports: EntrancePorts) {
    this.#ports = ports
  }

  /**
   * Takes the key of a device in, for a code that works once. The answer opens nothing, so a device whose answer was
   * lost asks again with the same key and hears it again.
   */
  async pair(code: string, publicKey: string, address: string, loopback: boolean): Promise<Paired | Refusal> {
    const { limits } = this.#ports
    const known = this.#find(device => device.publicKey === publicKey)
    if (known !== undefined) return pairedOf(known)
    if (!(await limits.reserve('pair', address))) return refuse('request.too-many')
    const place = loopback ? this.#readLink(code) : undefined
    const invited = place === undefined ? code : await this.#invite(place)
    const paired = isCode(invited) ? await this.#enrol(invited, publicKey) : invited
    if (!isRefusal(paired)) await limits.release('pair', address)
    return paired
  }

  /** What a device is to sign; told to anybody, so that asking teaches nobody which devices there are. */
  challenge(deviceId: string): string {
    return this.#ports.passes.issue('challenge', deviceId)
  }

  /** A token for a day. A revoked device, an unknown one and a wrong signature are told alike. */
  token(deviceId: string, challenge: string, signature: string): { token: string; expiresAt: string } | Refusal {
    const { hub, passes, deviceTokens } = this.#ports
    if (passes.redeem('challenge', challenge) !== deviceId) return refuse('device.challenge-ended')
    const key = this.#find(device => device.deviceId === deviceId)?.device.publicKey
    if (key === undefined || !signatureFits(key, challengeText(challenge), signature)) return refuse('access.unknown')
    return deviceTokens.issue(deviceId, key, hub.now())
  }

  /** Links that need no invitation, for faces on this very machine; signed, and good for ten minutes. */
  links(): (Place & { url: string })[] {
    return this.#ports.hub.states('hall').flatMap(({ id, state }) => {
      const counters = state.halls.hall?.counters ?? []
      const places: Place[] = [
        { hallId: id, kind: 'board' },
        { hallId: id, kind: 'kiosk' },
        ...counters.map(counter => ({ hallId: id, kind: 'tablet' as const, counterId: counter.counterId })),
      ]
      return places.map(place => ({ ...place, url: `/pair#${this.#writeLink(place)}` }))
    })
  }

  #writeLink({ hallId, kind, counterId }: Place): string {
    const body = ['L', hallId, kind, counterId ?? '', msOf(addMinutes(this.#ports.hub.now(), PAIRING_MINUTES))].join(
      '~',
    )
    return `${body}~${this.#mac(body)}`
  }

  #readLink(link: string): Place | undefined {
    const cut = link.lastIndexOf('~')
    const [mark, hallId, kind, counterId, expiresMs] = link.slice(0, cut).split('~')
    const given = Buffer.from(link.slice(cut + 1))
    const right = Buffer.from(this.#mac(link.slice(0, cut)))
    if (mark !== 'L' || given.length !== right.length || !timingSafeEqual(given, right)) return undefined
    if (hallId === undefined || Number(expiresMs) < msOf(this.#ports.hub.now())) return undefined
    return { hallId, kind: kind as DeviceKind, ...(counterId ? { counterId } : {}) }
  }

  #mac(body: string): string {
    return createHmac('sha256', this.#ports.key).update(`pairing|${body}`).digest('base64url')
  }

  async #invite({ hallId, kind, counterId }: Place): Promise<string | Refusal> {
    const code = randomBytes(16).toString('base64url')
    const deviceId = [kind, counterId, randomBytes(3).toString('hex')].filter(part => part !== undefined).join('-')
    const outcome = await this.#submit(hallId, {
      type: 'device.invite',
      deviceId,
      kind,
      ...(counterId === undefined ? {} : { counterId }),
      codeHash: sha256(code),
      expiresAt: addMinutes(this.#ports.hub.now(), PAIRING_MINUTES),
    })
    return isRefusal(outcome) ? outcome : code
  }

  #find(wanted: (device: Enrolment) => boolean): Found | undefined {
    for (const { id, state } of this.#ports.hub.states('hall')) {
      const device = [...state.halls.devices.values()].find(wanted)
      if (device !== undefined) return { hallId: id, device }
    }
    return undefined
  }

  async #enrol(code: string, publicKey: string): Promise<Paired | Refusal> {
    const codeHash = sha256(code)
    const hall = this.#ports.hub.states('hall').find(({ state }) => state.halls.invites.has(codeHash))
    if (hall === undefined) return refuse('device.invite-invalid')
    const outcome = await this.#submit(hall.id, { type: 'device.enrol', codeHash, publicKey })
    if (isRefusal(outcome)) return outcome
    const enrolled = outcome.commit.events.find(event => event.type === 'device.enrolled')
    if (enrolled === undefined) return refuse('device.invite-invalid')
    return pairedOf({ hallId: hall.id, device: enrolled })
  }

  #submit(hallId: string, command: object) {
    const actor: Actor = { kind: 'system', part: 'seed' }
    return this.#ports.hub.submit(`hall:${hallId}`, { ...command, commandId: crypto.randomUUID() }, actor)
  }
}

const isCode = (invited: string | Refusal): invited is string => typeof invited === 'string'

const pairedOf = ({ hallId, device: { deviceId, kind, counterId } }: Found): Paired => ({
  ...{ deviceId, kind, hallId },
  ...(counterId === undefined ? {} : { counterId }),
})
