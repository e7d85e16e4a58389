import type { Actor, Answer, StreamName } from '@pingting/contract'
import type { Connection } from 'mongoose'
import type { Server } from 'socket.io'
import type { Hub } from '../dispatch.ts'
import type { Journal } from '../journal/journal.ts'
import { deriveKey } from '../journal/keys.ts'
import { openDeeds } from './deeds.ts'
import type { AdminPorts } from './http.ts'
import { openNewcomers } from './newcomers.ts'
import { openSetup } from './setup.ts'
import { openSightings } from './sightings.ts'

interface Ports {
  hub: Hub
  connection: Connection
  journal: Journal
  io: Server
  submit(stream: StreamName, input: unknown, actor: Actor): Promise<Answer>
  /** From which keys are made for single purposes. */
  secret: Buffer
}

/** What whoever sets a hall up asks of the hub. */
export const openAdmin = ({ hub, connection, journal, io, submit, secret }: Ports): Omit<AdminPorts, 'present'> => ({
  setup: openSetup({ hub, sightings: openSightings(io, () => hub.now()) }),
  deeds: openDeeds({ hub, connection, journal }),
  newcomers: openNewcomers({ hub, submit, key: deriveKey(secret, 'pingting first passwords') }),
})
