import { performance } from 'node:perf_hooks'
import { type Instant, msBetween } from '@pingting/contract'
import type { Log, Time } from '../../ports.ts'
import type { Hint } from '../port.ts'
import { type Skew, skewOf } from '../skew.ts'
import type { Heard, Platform } from './platform.ts'
import { ASKED, meaningOf } from './words.ts'

const LOOK_EVERY_MS = 1_000
/** Without a good answer in this time the platform is not used. */
const KEEP_ALIVE_MS = 3_000
/** A car that cannot be: what is asked about it changes nothing, and "no such car" is the good answer. */
const NO_CAR = { plate: '琼Z00000' }

/** Asks what a car that is not there has to pay. */
export const look = (platform: Platform): Promise<Heard> => platform.ask(ASKED.bill, NO_CAR)

/** Whether an answer shows that the platform is there and takes our signature. */
export function isGood({ reply }: Heard): boolean {
  const meaning = 'failed' in reply ? 'unknown' : meaningOf(reply.code)
  return meaning === 'done' || meaning === 'noRecord' || meaning === 'limited'
}

/** Looks each second whether the platform answers, what the time is there, and tells what changed. */
export class Watch {
  #platform: Platform
  #time: Time
  #speed: number
  #log: Log
  #tell: (hint: Hint) => void
  #goodAtMs = Number.NEGATIVE_INFINITY
  #isDown = true
  #wasUsable = false
  #skew: Skew = 'fine'
  #said = ''
  #looking: NodeJS.Timeout | undefined

  constructor(platform: Platform, time: Time, speed: number, log: Log, tell: (hint: Hint) => void) {
    this.#platform = platform
    this.#time = time
    this.#speed = speed
    this.#log = log
    this.#tell = tell
  }

  usable = (): boolean => !this.#isDown && performance.now() - this.#goodAtMs < KEEP_ALIVE_MS
  skew = (): Skew => this.#skew

  open(): void {
    let asking = false
    const once = async (): Promise<void> => {
      this.#tellOfUsable()
      if (asking) return
      asking = true
      this.#saw(await look(this.#platform))
      asking = false
    }
    this.#looking = setInterval(() => void once(), LOOK_EVERY_MS)
    void once()
  }

  close(): void {
    clearInterval(this.#looking)
  }

  #saw(heard: Heard): void {
    this.#isDown = !isGood(heard)
    if (!this.#isDown) this.#goodAtMs = performance.now()
    this.#say(this.#isDown ? reasonOf(heard) : '')
    const skewed = heard.at !== undefined && this.#sawClock(heard.at)
    if (!this.#tellOfUsable() && skewed) this.#tell('link')
  }

  /** @returns whether it was told. */
  #tellOfUsable(): boolean {
    if (this.usable() === this.#wasUsable) return false
    this.#wasUsable = !this.#wasUsable
    this.#log.info({ usable: this.#wasUsable }, 'the link to the platform')
    this.#tell('link')
    return true
  }

  /** Each reason once, not each second. */
  #say(reason: string): void {
    if (reason === this.#said) return
    this.#said = reason
    if (reason === '') return
    if (/1401/.test(reason))
      this.#log.error({ reason }, 'the platform refuses our signature: nothing can be sent to it')
    else this.#log.warn({ reason }, 'the platform does not answer as it should')
  }

  #sawClock(at: Instant): boolean {
    const skewMs = msBetween(this.#time.now(), at) / this.#speed
    const skew = skewOf(skewMs)
    if (skew === this.#skew) return false
    this.#skew = skew
    if (skew === 'farOff') this.#log.error({ skewMs }, 'the clock of the gate is far off: no order is sent to it')
    else if (skew === 'off') this.#log.warn({ skewMs }, 'the clock of the gate is off')
    else this.#log.info({ skewMs }, 'the clock of the gate is right again')
    return true
  }
}

const reasonOf = ({ reply, unbelieved }: Heard): string =>
  unbelieved ?? ('failed' in reply ? reply.failed : `result code ${reply.code}`)
