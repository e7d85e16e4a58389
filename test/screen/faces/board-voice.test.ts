import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { openWindow, words } from '../browser.ts'
import { BOARD, type Floor, openFloor, PATIENT } from './board-floor.ts'

const WALL = { width: 1920, height: 1080 }
/** As a browser on a wall is by default; tests of other faces run with a browser that lets everything sound. */
const WANTS_TOUCH = ['--autoplay-policy=document-user-activation-required']
const NOTICE = { zh: '今日提前至 16:00 停止取号', en: 'No tickets after 16:00 today' }

/** One sound the page has started: a tone of the chime, or the clip that was fetched from a path. */
interface Sound {
  what: string
  startSeconds: number
  endSeconds: number
}

/** Notes what the page really gives to its loudspeaker, and when. */
function overhear(): void {
  const heard: Sound[] = []
  const locks: string[] = []
  Object.assign(globalThis, { heard, locks })
  const lock = WakeLock.prototype.request
  WakeLock.prototype.request = function (kind) {
    locks.push(String(kind))
    return lock.call(this, kind)
  }
  // Whatever the driver of this browser asks of a page counts as a touch; until the page itself resumes, it is locked.
  globalThis.AudioContext = class extends AudioContext {
    constructor() {
      super()
      void this.suspend()
    }
  }
  const fetchedAs = new WeakMap<ArrayBuffer, string>()
  const clips = new WeakMap<AudioBuffer, string>()
  const { arrayBuffer } = Response.prototype
  Response.prototype.arrayBuffer = async function () {
    const bytes = await arrayBuffer.call(this)
    fetchedAs.set(bytes, new URL(this.url).pathname)
    return bytes
  }
  const { decodeAudioData } = BaseAudioContext.prototype
  BaseAudioContext.prototype.decodeAudioData = async function (bytes: ArrayBuffer) {
    const what = fetchedAs.get(bytes) ?? '?'
    const clip = await decodeAudioData.call(this, bytes)
    clips.set(clip, what)
    return clip
  }
  const { start } = AudioBufferSourceNode.prototype
  AudioBufferSourceNode.prototype.start = function (at = 0) {
    const { duration } = this.buffer!
    heard.push({ what: clips.get(this.buffer!) ?? '?', startSeconds: at, endSeconds: at + duration })
    start.call(this, at)
  }
  const ring = OscillatorNode.prototype.start
  OscillatorNode.prototype.start = function (at = 0) {
    heard.push({ what: 'chime', startSeconds: at, endSeconds: at })
    ring.call(this, at)
  }
}

let voices: string
let hub: HubProcess
let window: Awaited<ReturnType<typeof openWindow>>
let floor: Floor
let board: Page
beforeAll(async () => {
  voices = mkdtempSync(join(tmpdir(), 'pingting-voices-'))
  mkdirSync(join(voices, 'yt-centre'))
  writeFileSync(join(voices, 'yt-centre', 'voice.json'), JSON.stringify({ notice: NOTICE }))
  hub = await startHub({ environment: { VOICE_DIR: voices } })
  window = await openWindow(hub.url, WANTS_TOUCH)
  board = await window.open('/pair', WALL)
  await board.addInitScript(overhear)
  await board.goto(hub.url + BOARD)
  floor = await openFloor(hub.url)
})
afterAll(async () => {
  floor?.close()
  await window?.close()
  await hub?.dispose()
  rmSync(voices, { recursive: true, force: true })
})

const heard = (): Promise<Sound[]> => board.evaluate(() => (globalThis as unknown as { heard: Sound[] }).heard)
const named = async (): Promise<string[]> => (await heard()).map(({ what }) => what.replace(/^\/voice\/|\.opus$/g, ''))
const soundState = () => board.getByTestId('sound').getAttribute('data-state')

const ZH = (digit: string) => ['please', 'a', '0', '0', digit, 'to', '1', 'window'].map(name => `zh/${name}`)
const EN = (digit: string) => ['number', 'a', '0', '0', digit, 'counter', '1'].map(name => `en/${name}`)

describe('the voice of the board', () => {
  it('[FA24] says that it is off until somebody touches the screen, and is silent till then', async () => {
    await expect.poll(soundState, PATIENT).toBe('locked')
    expect(await words(board, 'sound')).toBe('声音未开启，轻触屏幕打开')
    await floor.take()
    await floor.call()
    await board.getByTestId('call').first().waitFor()
    expect(await heard()).toEqual([])

    await board.getByTestId('waiting-tally').click()

    await expect.poll(soundState, PATIENT).toBe('on')
    expect(await words(board, 'sound')).toBe('语音播报中，点此静音')
    await floor.finish()
  })

  it('[FA22] a call is a chime, Chinese, English, and both again, end to end and never two at once', async () => {
    await floor.take()
    await floor.call()
    const isSaid = board.getByTestId('call').first()
    await expect.poll(() => isSaid.getAttribute('data-saying'), PATIENT).toBe('true')
    // A recall while it is said waits for its end.
    await floor.recall()

    const once = [...ZH('2'), ...EN('2')]
    await expect.poll(named, PATIENT).toEqual(['chime', 'chime', ...once, ...once, 'chime', 'chime', ...ZH('2')])
    const clips = (await heard()).filter(({ what }) => what !== 'chime')
    const overlaps = clips.filter((clip, n) => n > 0 && clip.startSeconds < clips[n - 1]!.endSeconds - 1e-6)
    expect(overlaps).toEqual([])
    expect(clips.every(clip => clip.endSeconds > clip.startSeconds + 0.1)).toBe(true)
  })

  it('[FA24] muted by whoever is there: it says so, also when the page is opened anew', async () => {
    await board.getByTestId('sound').click()
    await expect.poll(soundState, PATIENT).toBe('off')

    await board.goto(hub.url + BOARD)
    await expect.poll(soundState, PATIENT).toBe('off')
    await board.getByTestId('sound').click()

    await expect.poll(soundState, PATIENT).toBe('on')
  })

  it('[FA24] who presses the switch to be heard is heard, and has not muted it', async () => {
    const another = await board.context().newPage()
    await another.addInitScript(overhear)
    await another.goto(hub.url + BOARD)
    const state = () => another.getByTestId('sound').getAttribute('data-state')
    await expect.poll(state, PATIENT).toBe('locked')

    // As long as a finger rests on it.
    await another.getByTestId('sound').click({ delay: 300 })

    await expect.poll(state, PATIENT).toBe('on')
    await another.close()
  })

  it('[FA29] asks the machine to keep the screen lit, and again when the page comes to the front', async () => {
    const locks = () => board.evaluate(() => (globalThis as unknown as { locks: string[] }).locks)
    await expect.poll(locks, PATIENT).toEqual(['screen'])

    await board.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

    await expect.poll(locks, PATIENT).toEqual(['screen', 'screen'])
  })

  it('[HL40] the notice a hall has laid down stands on its board, in both languages', async () => {
    await expect.poll(() => words(board, 'notice'), PATIENT).toContain(NOTICE.zh)
    const english = await window.open(BOARD, WALL, 'en')

    await expect.poll(() => words(english, 'notice'), PATIENT).toContain(NOTICE.en)
    expect(window.complaints).toEqual([])
  })
})
