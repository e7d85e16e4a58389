import { z } from 'zod'
import { CounterId, command, event, personal, StaffId } from './scalars.ts'

export const PauseReason = z.enum(['break', 'paperwork', 'training', 'fault'])
export type PauseReason = z.infer<typeof PauseReason>

export const counterCommands = [
  command('counter.open', { counterId: CounterId }),
  command('counter.pause', { counterId: CounterId, reason: PauseReason }),
  command('counter.resume', { counterId: CounterId }),
  command('counter.close', { counterId: CounterId }),
] as const

export const counterEvents = [
  event('counter.opened', { counterId: CounterId, staffId: StaffId, staffName: personal(z.string().max(40)) }),
  event('counter.paused', { counterId: CounterId, reason: PauseReason }),
  event('counter.resumed', { counterId: CounterId }),
  event('counter.closed', { counterId: CounterId }),
] as const
