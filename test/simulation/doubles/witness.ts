import type { Actor, Answer, Command, StreamName } from '@pingting/contract'
import { bodyText } from '../../../server/src/hub/journal/canonical.ts'

/** One try of a command, and what was answered to it. */
export interface Heard {
  stream: StreamName
  command: Command
  actor: Actor
  answer: Answer
}

/** Sees what people, screens and bridges were told, to be held against the journal afterwards. */
export class Witness {
  readonly heard: (Heard & { durable: boolean })[] = []
  /** Every body that came to a hub under an id, whether it was answered or not. */
  readonly bodies = new Map<string, Set<string>>()
  /** Found on the spot, where looking afterwards would be too late. */
  readonly found: string[] = []
  /** Ids of the commands that were sent for one wish of a person: all of them have one effect. */
  readonly wishes: Set<string>[] = []
  /** Ids of commands that a process made up after its death. */
  readonly unspoken = new Set<string>()
  /** What the gate said of an exemption, whether or not anybody was told: `<exemption> <its word>`. */
  readonly saidByGate = new Set<string>()
  /** The most orders about an exemption that one bridge sent. */
  readonly sendings = new Map<string, number>()
  /** And the most of one kind to one life of the gate’s ledger: `<exemption> <kind>`. */
  readonly likeSendings = new Map<string, number>()
  readonly #isDurable: (stream: StreamName, commandId: string) => boolean

  constructor(isDurable: (stream: StreamName, commandId: string) => boolean) {
    this.#isDurable = isDurable
  }

  /** Called when a command comes to a hub, which may die over it. */
  said(command: Command): void {
    const bodies = this.bodies.get(command.commandId) ?? new Set()
    this.bodies.set(command.commandId, bodies.add(bodyText(command)))
  }

  /** Called in the turn in which the hub answers, before anything else can be written. */
  answered(heard: Heard): void {
    const { type, commandId } = heard.command
    if (this.unspoken.has(commandId)) this.see(`SM a dead process was heard: ${type} ${commandId}`)
    this.heard.push({ ...heard, durable: this.#isDurable(heard.stream, heard.command.commandId) })
  }

  see(violation: string): void {
    if (!this.found.includes(violation)) this.found.push(violation)
  }
}
