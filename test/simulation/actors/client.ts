import type { Actor, Answer, Command, Refused, StreamName } from '@pingting/contract'
import { type Outbox, outbox, type Wish } from '../../../hall-display/src/hub/outbox.ts'
import { HALL } from '../doubles/site.ts'
import { ask } from '../doubles/wire.ts'
import { uuidOf } from '../engine/chance.ts'
import { type Town, waitFor } from './town.ts'

const TIMEOUT_MS = 6_000
const PAUSE_MS = 700
const UNANSWERED: Refused = { ok: false, code: 'hub.unavailable', zh: '', en: '' }

/** A device or a person's page: the product's outbox, which repeats a wish under one id until it is answered. */
export class Client {
  readonly #town: Town
  readonly #actor: Actor
  readonly #outbox: Outbox
  /** What is under way: a page may wish two things at once, and never the same thing twice. */
  readonly #wishes = new Map<string, Set<string>>()

  constructor(town: Town, actor: Actor) {
    this.#town = town
    this.#actor = actor
    this.#outbox = outbox({
      post: (stream, command) => this.#post(stream as StreamName, command as Command),
      newId: () => uuidOf(town.random),
      pause: () => waitFor(town, PAUSE_MS),
    })
  }

  async send(wish: Wish, stream: StreamName = HALL): Promise<Answer> {
    const ids = new Set<string>()
    this.#wishes.set(wish.type, ids)
    this.#town.site.witness.wishes.push(ids)
    for (;;) {
      const answer = await this.#outbox.send(stream, wish)
      if (answer.ok || answer.code !== UNANSWERED.code) return answer
      await waitFor(this.#town, PAUSE_MS)
    }
  }

  /** A command as it is, once: a page that makes a mistake of its own. */
  async sendAsIs(command: Command, stream: StreamName = HALL): Promise<Answer> {
    return this.#submit(stream, command)
  }

  #post(stream: StreamName, command: Command): Promise<Answer> {
    const { site, random } = this.#town
    const sent = site.plant.newIdPerTry ? { ...command, commandId: uuidOf(random) } : command
    this.#wishes.get(command.type)!.add(sent.commandId)
    return this.#submit(stream, sent)
  }

  async #submit(stream: StreamName, command: Command): Promise<Answer> {
    const { site, choose } = this.#town
    const actor = this.#actor
    const answer = await ask(
      site,
      site.world,
      choose,
      async hub => {
        site.witness.said(command)
        const told = await hub.submit(stream, command, actor)
        site.witness.answered({ stream, command, actor, answer: told })
        return told
      },
      TIMEOUT_MS,
    )
    return answer ?? UNANSWERED
  }
}
