import type { CommandOf, Refusal, StreamName } from '@pingting/contract'
import type { Hub } from '../../dispatch.ts'
import { idOf } from '../../ids.ts'
import { sha256 } from '../../journal/canonical.ts'

type Type = `settlement.${'find' | 'noteLate' | 'closeShift' | 'draw'}`
type Said = { [T in Type]: Omit<CommandOf<T>, 'commandId'> }[Type]
/** @returns what the car park's stream refused. */
export type Send = (lotId: string, command: Said) => Promise<Refusal | undefined>

export const SYSTEM = { kind: 'system', part: 'books' } as const

/** What a pass has to say to the stream of its car park; said again in the same moment it is one command. */
export const sendingTo =
  (hub: Pick<Hub, 'submit' | 'now'>): Send =>
  async (lotId, command) => {
    const name: StreamName = `lot:${lotId}`
    const commandId = idOf(name, 'books', sha256(JSON.stringify(command)), hub.now())
    const outcome = await hub.submit(name, { ...command, commandId }, SYSTEM)
    return 'refused' in outcome ? outcome : undefined
  }
