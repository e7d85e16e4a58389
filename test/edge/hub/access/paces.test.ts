import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMANDS, type Door, HALL, openDoor } from '../../../support/access/door.ts'
import { Client } from '../../../support/client.ts'
import { Listener } from '../../../support/room.ts'

let door: Door
beforeAll(async () => {
  // Empty is what a hub has by default.
  door = await openDoor({ REQUESTS_PER_SECOND: '' })
})
afterAll(() => door?.close())

/** So many requests of one caller at one moment. @returns how many were heard, and how many told that they were too many */
async function atOnce(tally: number, { credential }: Client, path = '/api/me') {
  const crowd = new Client(door.hub.url, credential, tally)
  const replies = await Promise.all(Array.from({ length: tally }, () => crowd.send('GET', path)))
  crowd.close()
  const codes = replies.map(({ status, text }) => (status === 429 ? String(JSON.parse(text).code) : 'heard'))
  return { heard: codes.filter(code => code === 'heard').length, refused: codes.filter(code => code !== 'heard') }
}

const second = () => new Promise(resolve => setTimeout(resolve, 1_100))

test('[AC67] a ticket is heard ten times a second, whichever connection it comes by, and nobody else waits for it', async () => {
  const { heard, refused } = await atOnce(100, door.citizen)
  expect(heard).toBeGreaterThanOrEqual(10)
  expect(heard).toBeLessThan(25)
  expect(new Set(refused)).toEqual(new Set(['request.too-many']))
  expect((await door.otherCitizen.get('/api/me')).status).toBe(200)
  await second()
  expect((await door.citizen.get('/api/me')).status).toBe(200)
})

test('[AC67] a command beyond it is not done', async () => {
  const crowd = new Client(door.hub.url, door.otherCitizen.credential, 60)
  const send = () => crowd.send('POST', COMMANDS, JSON.stringify({ commandId: crypto.randomUUID(), type: 'nothing' }))
  const replies = await Promise.all(Array.from({ length: 60 }, send))
  crowd.close()
  const looked = replies.filter(({ status }) => status === 400).length
  expect(looked).toBeLessThan(25)
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(60 - looked)
})

test('[AC67] a ticket has one pace for its commands, through however many sockets they come', async () => {
  await second()
  const sockets = await Promise.all(
    Array.from({ length: 5 }, () => new Listener(door.hub.url, { credential: door.citizen.credential! }).opened()),
  )
  await second()
  const answers = await Promise.all(
    sockets.flatMap(socket => Array.from({ length: 15 }, () => socket.command(HALL, 'nothing', {}))),
  )
  const codes = answers.map(answer => (answer.ok ? 'ok' : answer.code))
  const looked = codes.filter(code => code === 'command.malformed').length
  expect(looked).toBeGreaterThanOrEqual(10)
  expect(looked).toBeLessThan(25)
  expect(codes.filter(code => code === 'request.too-many')).toHaveLength(75 - looked)
  for (const socket of sockets) socket.close()
})

test('[AC67] a clerk and a device are heard fifty times a second, a bridge five hundred times', async () => {
  for (const client of [door.clerk, door.kiosk]) {
    const { heard } = await atOnce(150, client)
    expect(heard).toBeGreaterThanOrEqual(50)
    expect(heard).toBeLessThan(120)
  }
  expect((await atOnce(300, door.bridge)).refused).toEqual([])
})

test('[AC67] who shows no credential is heard a hundred times a second from one address; who watches the hub always', async () => {
  const { heard } = await atOnce(250, door.nobody, '/api/qr.svg?text=x')
  expect(heard).toBeGreaterThanOrEqual(100)
  expect(heard).toBeLessThan(220)
  expect((await atOnce(20, door.nobody, '/healthz')).refused).toEqual([])
})
