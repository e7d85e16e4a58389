import type { Envelope } from '@pingting/contract'
import type { Head } from '../../../../server/src/hub/journal/journal.ts'
import { HALL_ID } from '../../doubles/site.ts'
import type { Plant } from '../plant.ts'

export const noSeqFence: Plant = {
  name: 'no-seq-fence',
  bug: 'the index on (stream, seq) is missing: check, then insert',
  guards: 'I-8',
  store: store => {
    store.fences.seq = false
  },
}

export const noCommandFence: Plant = {
  name: 'no-command-fence',
  bug: 'the index on (stream, commandId) is missing, and repeats are looked up in memory only',
  guards: 'I-15',
  store: store => {
    store.fences.commandId = false
  },
  journal: journal => ({ ...journal, find: async () => [] }),
}

export const snapshotLags: Plant = {
  name: 'snapshot-lags',
  bug: 'a snapshot is filed with the state of the one before it',
  guards: 'I-9',
  snapshots: snapshots => {
    const before = new Map<string, unknown>()
    return {
      ...snapshots,
      load: async (stream, version) => {
        const kept = await snapshots.load(stream, version)
        before.set(stream, structuredClone(kept?.state))
        return kept
      },
      save: (stream, version, head, state) => {
        const late = before.get(stream) ?? state
        before.set(stream, structuredClone(state))
        return snapshots.save(stream, version, head, late)
      },
    }
  },
}

export const headLags: Plant = {
  name: 'head-lags',
  bug: 'a snapshot is filed under the head of the one before it, and what came between is folded a second time',
  guards: 'I-9',
  snapshots: snapshots => {
    const before = new Map<string, Head>()
    return {
      ...snapshots,
      load: async (stream, version) => {
        const kept = await snapshots.load(stream, version)
        if (kept !== undefined) before.set(stream, kept.head)
        return kept
      },
      save: (stream, version, head, state) => {
        const late = before.get(stream) ?? head
        before.set(stream, head)
        return snapshots.save(stream, version, late, state)
      },
    }
  },
}

export const anyBody: Plant = {
  name: 'any-body',
  bug: 'a used id is answered as a repeat whatever the body says',
  guards: 'I-15',
  indexOf: () => 'same',
}

export const noBodyTwice: Plant = {
  name: 'no-body-twice',
  bug: 'the same body is hashed otherwise each time, so that a repeat is taken for another command',
  guards: 'I-15',
  indexOf: (() => {
    let tally = 0
    return () => `h${tally++}`
  })(),
}

export const hallScopeMissing: Plant = {
  name: 'hall-scope-missing',
  bug: 'staff of any hall may act in every hall',
  guards: 'I-10',
  actor: actor => (actor.kind === 'staff' ? { ...actor, role: 'admin', hallIds: [HALL_ID] } : actor),
}

export const repairForgotten: Plant = {
  name: 'repair-forgotten',
  bug: 'what a crash swallowed between lot and hall is never said again',
  guards: 'I-3, I-7',
  forgetful: true,
}

export const joinsLate: Plant = {
  name: 'joins-late',
  bug: 'something is awaited between reading the ring and joining the room',
  guards: 'I-16',
  joinsLateMs: 40,
}

export const plateInLog: Plant = {
  name: 'plate-in-log',
  bug: 'what could not be written is logged as a text, in which no field can be left out',
  guards: 'I-11',
  journal: (journal, { log }) => ({
    ...journal,
    append: (stream, drafts, head) =>
      journal.append(stream, drafts, head).catch(error => {
        log.error({ stream }, `not written: ${JSON.stringify(drafts)}`)
        throw error
      }),
  }),
}

export const newIdPerTry: Plant = {
  name: 'new-id-per-try',
  bug: 'a page makes a new command id for every try',
  guards: 'I-15',
  newIdPerTry: true,
}

export const lostOnTheWire: Plant = {
  name: 'gap-unseen',
  bug: 'an envelope is numbered as if nothing could be missing before it, and some are not sent',
  guards: 'I-16',
  envelope: (envelope: Envelope) =>
    envelope.seq % 7 === 0 ? { ...envelope, events: [], last: 0 } : { ...envelope, last: 0 },
}

export const levelOnTheFloor: Plant = {
  name: 'level-on-the-floor',
  bug: 'the screens of the staff are told what each visitor said',
  guards: 'I-10',
  envelope: (envelope: Envelope) =>
    envelope.audience === 'floor'
      ? { ...envelope, events: envelope.events.map(event => ({ ...event, level: 1 }) as typeof event) }
      : envelope,
}

export const plateOnTheBoard: Plant = {
  name: 'plate-on-the-board',
  bug: 'the boards are told the plate of whom they call, and do not show it',
  guards: 'I-11',
  envelope: (envelope: Envelope) =>
    envelope.audience === 'public'
      ? { ...envelope, events: envelope.events.map(event => ({ ...event, plate: '鲁F10001' }) as typeof event) }
      : envelope,
}
