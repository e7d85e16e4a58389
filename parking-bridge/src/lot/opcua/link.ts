import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { type Instant, msBetween } from '@pingting/contract'
import type { Log, Time } from '../../ports.ts'
import type { GateHealth, Hint, Told } from '../port.ts'
import { type Skew, skewOf } from '../skew.ts'
import { CallFailed } from './call-failed.ts'
import type { ClientSettings } from './client.ts'
import { type Policy, policyAt, StrongerWay } from './endpoints.ts'
import type { HintListener } from './hints.ts'
import { type At, beginLife, type GateState, type Life, type Model } from './life.ts'
import type { Pki } from './pki/pki.ts'
import { trustGate } from './pki/trust.ts'
import { LINK_DOWN, proofOf } from './status-codes.ts'

const LOOK_EVERY_MS = 1_000
/** Without a good read in this time the link is not used. */
const KEEP_ALIVE_MS = 3_000
/** Without a good read in this time the client is thrown away, whatever it believes. */
const WATCHDOG_MS = 15_000
/** One bridge per gate, so there is no herd to spread out: short waits bring the link back soon after the gate. */
const RETRY_FIRST_MS = 100
const RETRY_MAX_MS = 500
const RETRY_JITTER = 0.2
const SAY_AGAIN_MS = 60_000
/** A life this long starts the waits from the first again. */
const STEADY_MS = 1_000

export interface LinkSettings {
  endpointUrl: string
  user: string
  password: string
  gateCertificateFile: string
  pki: Pki
  /** How fast business time runs: a moment of the wall is that much skew. */
  speed: number
}

/**
 * The link to one gate controller, whatever its model: opens it and keeps at it, checks it itself, and lets a call out
 * only over a link that was good a moment ago.
 */
export class OpcuaLink<N> {
  #settings: LinkSettings
  #model: Model<N>
  #time: Time
  #log: Log
  #listeners: ((hint: Hint) => void)[] = []
  #life: Life<N> | undefined
  #lastGoodReadMs = 0
  /** The gate is not sure which ledger it has: the status it says so with. */
  #epochDoubt: string | undefined
  #epoch: string | undefined
  /** Of the latest life; unknown before the first, and after one that could not begin: then the gate is asked. */
  #policy: Policy | undefined
  /** What was said last of a link that is down. */
  #down: { reason: string; saidMs: number } | undefined
  /** Told when it changes, not each second. */
  #skew: Skew = 'fine'
  #health: GateHealth | undefined
  #closing = new AbortController()
  #ended: Promise<void> = Promise.resolve()

  constructor(settings: LinkSettings, model: Model<N>, time: Time, log: Log) {
    this.#settings = settings
    this.#model = model
    this.#time = time
    this.#log = log
  }

  usable(): boolean {
    const isHeard = performance.now() - this.#lastGoodReadMs < KEEP_ALIVE_MS
    return this.#life !== undefined && isHeard && this.#epochDoubt === undefined
  }

  epoch(): string | undefined {
    return this.#epoch
  }

  skew(): Skew {
    return this.#skew
  }

  health(): GateHealth | undefined {
    return this.#health
  }

  onHint(listener: (hint: Hint) => void): void {
    this.#listeners.push(listener)
  }

  open(): void {
    this.#ended = this.#keepOpen()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#life?.lose('closing')
    await this.#ended
  }

  /** How a call ended; one that finds no good link has not begun. */
  async ask<A>(run: (at: At<N>) => Promise<A>): Promise<Told<A>> {
    const life = this.#life
    if (life === undefined || !this.usable())
      return { told: 'refusedBeforeRunning', retry: 'retryable', code: LINK_DOWN }
    try {
      const answer = await run(life.at)
      this.#lastGoodReadMs = performance.now()
      return { told: 'answered', answer }
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      const proof = proofOf(error.code)
      // After a timeout nobody knows the state of the channel either: a new one is cheap.
      if (!error.said) life.lose(error.code)
      if (proof === 'unknown') return { told: 'unknown', code: error.code }
      return { told: 'refusedBeforeRunning', retry: proof, code: error.code }
    }
  }

  async #keepOpen(): Promise<void> {
    const { signal } = this.#closing
    let tries = 0
    while (!signal.aborted) {
      const begunMs = performance.now()
      const reason = await this.#live().catch((error: Error) => error.message)
      if (performance.now() - begunMs > STEADY_MS) tries = 0
      this.#sayDown(reason, tries)
      const spread = 1 + RETRY_JITTER * (2 * this.#time.random() - 1)
      const delayMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** tries++) * spread
      await wait(delayMs, undefined, { signal }).catch(() => undefined)
    }
  }

  /** A gate may be away for hours, and is tried twice a second: told at once, when the reason is another one, and each minute. */
  #sayDown(reason: string, tries: number): void {
    const nowMs = performance.now()
    const isSaid = this.#down?.reason === reason && nowMs - this.#down.saidMs < SAY_AGAIN_MS
    if (isSaid) return
    this.#down = { reason, saidMs: nowMs }
    this.#log.warn({ reason, tries }, 'the link to the gate is down')
  }

  /** @returns why the link was lost. */
  async #live(): Promise<string> {
    const life = await this.#begin()
    const { signal } = this.#closing
    if (signal.aborted) return life.close().then(() => 'closing')
    this.#life = life
    this.#down = undefined
    this.#lastGoodReadMs = performance.now()
    this.#epoch = life.at.gateEpoch
    this.#epochDoubt = undefined
    this.#sawClock(life.at.begunAt)
    this.#log.info({ gateEpoch: this.#epoch, policy: this.#policy }, 'the link to the gate is up')
    this.#tell('link')
    const looking = this.#lookAround(life)
    const reason = await life.lost
    clearInterval(looking)
    this.#life = undefined
    this.#tell('link')
    await life.close()
    return reason
  }

  async #begin(): Promise<Life<N>> {
    const { gateCertificateFile, pki, endpointUrl, user, password } = this.#settings
    const gateCertificate = await trustGate(pki, gateCertificateFile, endpointUrl)
    if (gateCertificate === undefined) throw new Error('the certificate of the gate is not provisioned yet')
    const settings: ClientSettings = { endpointUrl, user, password, pki, gateCertificate }
    const listener: HintListener = {
      hint: () => this.#tell('facts'),
      revised: (what, asked, got) => {
        if (asked !== got) this.#log.warn({ what, asked, got }, 'the gate gives less than was asked for')
      },
      silent: (what, code) => this.#log.warn({ what, code }, 'the gate does not tell of this; it is asked instead'),
      lacks: (what, code) => this.#log.info({ what, code }, 'the gate has none of this'),
      cameras: heard => this.#log.info({ heard }, 'whether the cameras of the gate tell what they read'),
      health: told => {
        this.#health = told
        this.#tell('health')
      },
    }
    const policy = this.#policy ?? (await policyAt(endpointUrl))
    this.#policy = undefined
    try {
      const life = await beginLife(settings, policy, this.#model, listener)
      this.#policy = policy
      return life
    } catch (error) {
      if (error instanceof StrongerWay) this.#policy = error.policy
      throw error
    }
  }

  /** Reads the gate's state each second; a read that fails or a silence that lasts ends this life. */
  #lookAround(life: Life<N>): NodeJS.Timeout {
    let reading = false
    let wasUsable = true
    const tellIfChanged = () => {
      if (this.usable() === wasUsable) return
      wasUsable = !wasUsable
      this.#tell('link')
    }
    const look = async () => {
      if (performance.now() - this.#lastGoodReadMs > WATCHDOG_MS) life.lose('watchdog')
      tellIfChanged()
      if (reading) return
      reading = true
      await life.look().then(
        state => this.#saw(life, state),
        (error: Error) => life.lose(error.message),
      )
      reading = false
      if (this.#life === life) tellIfChanged()
    }
    return setInterval(() => void look(), LOOK_EVERY_MS)
  }

  #saw(life: Life<N>, state: GateState): void {
    this.#lastGoodReadMs = performance.now()
    const { epochDoubt } = state
    if (epochDoubt !== undefined && this.#epochDoubt === undefined)
      this.#log.warn(
        { status: epochDoubt },
        'the gate is not sure which ledger it has: nothing is sent to it meanwhile',
      )
    this.#epochDoubt = epochDoubt
    // An epoch belongs to one life: the next one learns the new epoch before anything else.
    if (epochDoubt === undefined && state.gateEpoch !== life.at.gateEpoch) life.lose('another epoch')
    if (this.#sawClock(state.controllerTime)) this.#tell('link')
  }

  /** @returns whether the clock of the gate is otherwise than it was. */
  #sawClock(controllerTime: Instant): boolean {
    const skewMs = msBetween(this.#time.now(), controllerTime) / this.#settings.speed
    const skew = skewOf(skewMs)
    if (skew === this.#skew) return false
    this.#skew = skew
    if (skew === 'farOff') this.#log.error({ skewMs }, 'the clock of the gate is far off: no order is sent to it')
    else if (skew === 'off') this.#log.warn({ skewMs }, 'the clock of the gate is off')
    else this.#log.info({ skewMs }, 'the clock of the gate is right again')
    return true
  }

  #tell(hint: Hint): void {
    for (const listener of this.#listeners) listener(hint)
  }
}
