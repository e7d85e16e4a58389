import { hkdfSync, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, type Command, refuse, type StreamName } from '@pingting/contract'
import type { Redis } from 'ioredis'
import type { Hub, Peers } from '../dispatch.ts'
import { decode, keysIn, type StoredCommit } from '../journal/codec.ts'
import type { Keys } from '../journal/keys.ts'
import type { Outcome } from '../pending.ts'
import { wallMs } from '../process/clock.ts'
import type { Logger } from '../process/log.ts'
import { type Carrier, type News, openCarrier } from './carrier.ts'
import { type Forwarding, type ForwardPorts, openForwarding } from './forward.ts'
import { openHearing, type Told } from './hearing.ts'
import { type Holder, LEASE_MS, type Leases, openLeases } from './leases.ts'

export interface FleetPorts {
  redis: Redis
  /** Names the journal the hubs share. */
  epoch: string
  /** What only hubs of one house know. */
  secrets: readonly Buffer[]
  /** Where the other hubs reach this one, and where it listens for them. */
  url: string
  keys: Keys
  log: Logger
  /** Does what another hub sends, because it takes this one for the owner. */
  take: ForwardPorts['take']
  /** A stream is another hub's from here on. */
  left(name: StreamName): void
}

const ROUND_MS = 500
/** A start waits so long for Redis, and then goes on as one that came while it was away. */
const CONNECT_TIMEOUT_MS = 2_000

/**
 * The hubs that share one journal. Each stream is owned by one of them through a lease; commands go to the owner, and
 * commits come from it. Nothing a command waits for waits for Redis: when it is away owners go on with what they own,
 * nobody takes over, and the others read the journal.
 */
export class Fleet implements Peers {
  readonly #ports: FleetPorts
  readonly #fence = randomUUID()
  /** Where each stream is owned, and what says that it no longer is. */
  readonly #owners = new Map<StreamName, { url: string; gone: AbortController }>()
  #forwarding!: Forwarding
  #leases!: Leases
  #carrier!: Carrier
  #hub!: Hub
  #timer: NodeJS.Timeout | undefined
  /** Since when Redis answers, by the monotonic clock; undefined while it is away. */
  #readySinceMs: number | undefined
  #startsNow = false
  /** Streams whose owner said that he lets go. */
  #letGo = new Set<StreamName>()
  readonly #hear: (news: Told) => void
  #rounding: Promise<void> | undefined

  constructor(ports: FleetPorts) {
    this.#ports = ports
    this.#hear = openHearing(
      news => (news.kind === 'commit' ? this.#follow(news.stored) : this.#compare(news.heads)),
      ports.log,
    )
  }

  /** Listens for the other hubs, before anybody is told that this one owns something. */
  async listen(hub: Hub): Promise<void> {
    this.#hub = hub
    const { redis, epoch, secrets, url, log, take } = this.#ports
    const key = Buffer.from(hkdfSync('sha256', Buffer.concat(secrets), '', 'pingting hubs', 32))
    this.#forwarding = await openForwarding({ url, key, log, wallMs, take })
    const prefix = `pingting:${epoch}:`
    this.#leases = openLeases(redis, prefix, { fence: this.#fence, url: this.#forwarding.url })
    this.#carrier = openCarrier({
      ...{ redis, prefix, key, log },
      fence: this.#fence,
      heard: news => this.#heard(news),
    })
  }

  /** Takes what is free, and from then on looks every round. */
  async start(): Promise<void> {
    const { redis } = this.#ports
    const isReady = (): void => {
      this.#readySinceMs = performance.now()
    }
    redis.on('ready', isReady)
    redis.on('close', () => {
      this.#readySinceMs = undefined
    })
    if (redis.status === 'ready') isReady()
    // Also past an attempt that failed: Redis may be starting as we are.
    else await Promise.race([new Promise(resolve => redis.once('ready', resolve)), sleep(CONNECT_TIMEOUT_MS)])
    this.#startsNow = redis.status === 'ready'
    await this.round()
    this.#startsNow = false
    this.#timer = setInterval(() => void this.round(), ROUND_MS)
  }

  /** Whether it is known of every stream who owns it. */
  get isComplete(): boolean {
    return this.#hub.standing().every(({ name, owned }) => owned || this.#owners.has(name))
  }

  /** One round at a time. */
  round(): Promise<void> {
    this.#rounding ??= this.#round()
      .catch(error => this.#ports.log.warn({ error }, 'a round over the leases failed'))
      .finally(() => {
        this.#rounding = undefined
      })
    return this.#rounding
  }

  async ownerOf(name: StreamName, founding: boolean): Promise<'ours' | 'theirs' | undefined> {
    const holder = (await this.#leases.hold([{ name, claims: founding }])).get(name)
    if (holder === undefined) return undefined
    if (holder.fence === this.#fence) return 'ours'
    this.#ownedAt(name, holder.url)
    return 'theirs'
  }

  async forward(name: StreamName, command: Command, actor: Actor): Promise<Outcome> {
    const owner = this.#owners.get(name)
    if (owner === undefined) return refuse('hub.unavailable')
    return this.#forwarding.send(owner.url, { name, command, actor }, owner.gone.signal)
  }

  /** Tells the other hubs of a commit, after this one's own screens. */
  carry(stored: StoredCommit): void {
    this.#carrier.tell({ kind: 'commit', stored })
  }

  /** No more commands from others, and no more leases; what is owned stays owned until `release`. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#forwarding.close()
    await this.#rounding
  }

  /** The streams are closed: another hub may go on at once. */
  async release(): Promise<void> {
    this.#carrier.close()
    const names = this.#hub.standing().flatMap(({ name, owned }) => (owned ? name : []))
    await this.#leases.release(names)
    this.#carrier.tell({ kind: 'released', names })
  }

  async #round(): Promise<void> {
    const standing = this.#hub.standing()
    const holders = await this.#hold(standing)
    if (holders === undefined) return this.#hub.catchUp()
    for (const { name, owned } of standing) await this.#takeSides(name, owned, holders.get(name))
    // Also of what is only followed: who owns it may not know that another wrote on it for a moment.
    const heads = this.#hub.standing().map(({ name, seq }) => [name, seq] as const)
    this.#carrier.tell({ kind: 'heads', heads: Object.fromEntries(heads) })
  }

  /**
   * Who owned a stream keeps it. Another claims it only when Redis was there for as long as a lease lives, so that a
   * Redis that comes back empty gives every stream to who has it.
   */
  async #hold(standing: readonly { name: StreamName; owned: boolean }[]) {
    const readyMs = this.#readySinceMs === undefined ? 0 : performance.now() - this.#readySinceMs
    const takesOver = this.#startsNow || readyMs > LEASE_MS
    // Good for this round: a stream that was let go long ago is somebody else's by now.
    const letGo = this.#letGo
    this.#letGo = new Set()
    try {
      const claims = (name: StreamName): boolean => takesOver || letGo.has(name)
      return await this.#leases.hold(standing.map(({ name, owned }) => ({ name, claims: owned || claims(name) })))
    } catch (error) {
      this.#ports.log.debug({ error: String(error) }, 'redis is away; nobody changes sides')
      return undefined
    }
  }

  async #takeSides(name: StreamName, owned: boolean, holder: Holder | undefined): Promise<void> {
    const { log, left } = this.#ports
    if (holder === undefined) return
    const isOurs = holder.fence === this.#fence
    if (!isOurs) this.#ownedAt(name, holder.url)
    try {
      if (isOurs && !owned) {
        await this.#hub.own(name)
        this.#ownedAt(name, undefined)
        log.info({ stream: name }, 'this hub owns the stream')
      } else if (!isOurs && owned) {
        log.warn({ stream: name }, 'another hub owns the stream; following it')
        left(name)
        await this.#hub.follow(name)
      }
    } catch (error) {
      log.error({ stream: name, error }, 'a stream could not change sides; trying again')
    }
  }

  /** Nobody goes on waiting for an answer of who owned it before. */
  #ownedAt(name: StreamName, url: string | undefined): void {
    const before = this.#owners.get(name)
    if (before?.url === url) return
    if (url === undefined) this.#owners.delete(name)
    else this.#owners.set(name, { url, gone: new AbortController() })
    before?.gone.abort()
  }

  #heard(news: News): void {
    if (news.kind === 'released') {
      for (const name of news.names) this.#letGo.add(name)
      return void this.round()
    }
    this.#hear(news)
  }

  async #follow(stored: StoredCommit): Promise<void> {
    const { keys } = this.#ports
    await keys.learn(keysIn(stored.events))
    await this.#hub.carried({ ...stored, events: stored.events.map(event => decode(event, keys)) }, stored)
  }

  async #compare(heads: Record<StreamName, number>): Promise<void> {
    for (const [name, seq] of Object.entries(heads)) await this.#hub.reach(name as StreamName, seq)
  }
}
