import type { Part } from '../engine/clockwork.ts'
import type { HubProcess } from './hub-process.ts'
import { leaving, type Site } from './site.ts'

const USUAL_MIN_MS = 1
const USUAL_MAX_MS = 20
const SLOW_MAX_MS = 3_000
const TAIL_MIN_MS = 3_000
const TAIL_MAX_MS = 60_000

/** How long a message is under way: mostly milliseconds, sometimes seconds, and a few come after everybody gave up. */
export function delayMs({ faults }: Site): number {
  const { random } = faults
  if (faults.strikes('tail')) return random.between(TAIL_MIN_MS, TAIL_MAX_MS)
  if (faults.strikes('slow')) return random.between(USUAL_MAX_MS, SLOW_MAX_MS)
  return random.between(USUAL_MIN_MS, USUAL_MAX_MS)
}

/**
 * One question over HTTP. It may be lost or doubled, late, and so may its answer. The hub is chosen when it arrives.
 * @returns the answer, or undefined when none came in time
 */
export const ask = <A extends object>(
  site: Site,
  from: Part,
  choose: () => HubProcess | undefined,
  run: (hub: HubProcess) => Promise<A>,
  timeoutMs: number,
): Promise<A | undefined> => leaving(from, () => asked(site, from, choose, run, timeoutMs))

function asked<A extends object>(...[site, from, choose, run, timeoutMs]: Parameters<typeof ask<A>>) {
  const { clock, faults, world } = site
  return new Promise<A | undefined>(resolve => {
    const callOff = clock.after(from, timeoutMs, () => resolve(undefined))
    const answered = (answer: A): void => {
      callOff()
      resolve(answer)
    }
    const arrive = (): void => {
      const hub = choose()
      if (hub === undefined) return
      run(hub).then(
        answer => {
          if (hub.part.alive && !faults.strikes('dropped')) clock.after(from, delayMs(site), () => answered(answer))
        },
        error => site.witness.see(`SM a hub failed over a question: ${error}`),
      )
    }
    for (let copies = faults.strikes('doubled') ? 2 : 1; copies > 0; copies--)
      if (!faults.strikes('dropped')) clock.after(world, delayMs(site), arrive)
  })
}

/** One socket from the hub to a client: in order, like TCP, until it breaks with all that is under way. */
export class Line {
  readonly hub: HubProcess
  readonly client: Part
  readonly #site: Site
  readonly #broken: () => void
  #open = true
  #lastAtMs = 0

  constructor(site: Site, client: Part, hub: HubProcess, broken: () => void) {
    this.#site = site
    this.client = client
    this.hub = hub
    this.#broken = broken
    hub.lines.add(this)
  }

  get open(): boolean {
    return this.#open
  }

  push(deliver: () => void): void {
    if (!this.hub.part.alive) return
    const { clock } = this.#site
    this.#lastAtMs = Math.max(this.#lastAtMs, clock.wallMs + delayMs(this.#site))
    clock.after(this.client, this.#lastAtMs - clock.wallMs, () => {
      if (this.#open) deliver()
    })
  }

  break(): void {
    if (!this.#open) return
    this.#open = false
    this.hub.lines.delete(this)
    this.hub.leaveAll(this)
    this.#site.clock.after(this.client, delayMs(this.#site), this.#broken)
  }
}
