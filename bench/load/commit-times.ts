import { subscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import type { Commit } from '@pingting/contract'

/** Loaded into a hub with `--import`: notes when each commit was durable, and writes the notes down when the hub ends. */
export interface Noted {
  stream: string
  seq: number
  /** Wall time in ms, with its fraction. */
  atMs: number
  /** The exemptions granted or confirmed in it. */
  exemptions: { type: string; exemptionId: string }[]
}

const path = process.env['COMMIT_TIMES']
const notes: Noted[] = []
subscribe('pingting:committed', message => {
  const { stream, seq, events } = message as Commit
  const exemptions = events.flatMap(event =>
    event.type === 'exemption.granted' || event.type === 'exemption.confirmed'
      ? [{ type: event.type, exemptionId: event.exemptionId }]
      : [],
  )
  notes.push({ stream, seq, atMs: performance.timeOrigin + performance.now(), exemptions })
})
process.once('exit', () => {
  if (path !== undefined) writeFileSync(path, JSON.stringify(notes))
})
