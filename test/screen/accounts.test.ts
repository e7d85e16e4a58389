import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashPassword } from '../../server/src/accounts/passwords.ts'
import { codeAt } from '../../server/src/accounts/totp.ts'
import { Client } from '../support/client.ts'
import { PASSWORD } from '../support/hub-process.ts'
import { keepShot, openStage, press, type Stage, words } from './browser.ts'

const DESK = { width: 1366, height: 900 }
const GIVEN = 'given-to-the-newcomer'
const OWN = 'chosen-by-the-newcomer'
type Page = Awaited<ReturnType<Stage['open']>>

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  const { credential } = await post<{ credential: string }>('/api/login', { staffId: 'admin', password: PASSWORD })
  for (const [staffId, name] of [
    ['newcomer', '新来的'],
    ['second', '另一位'],
  ]) {
    const account = { staffId, name, role: 'clerk', hallIds: ['yt-centre'], lotIds: [] }
    const create = { type: 'account.create', commandId: crypto.randomUUID(), ...account }
    await post('/api/cities/370600/commands', { ...create, passwordHash: await hashPassword(GIVEN) }, credential)
  }
})
afterAll(() => stage?.close())

async function post<T>(path: string, body: object, credential?: string): Promise<T> {
  const { status, json } = await new Client(stage.house.url, credential).post<T>(path, body)
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`)
  return json
}

async function logIn(page: Page, staffId: string, password: string): Promise<void> {
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(password)
  await press(page, 'log-in-submit')
}

async function choose(page: Page, old: string, fresh: string, again = fresh): Promise<void> {
  await page.getByTestId('old-password').fill(old)
  await page.getByTestId('new-password').fill(fresh)
  await page.getByTestId('new-password-again').fill(again)
  await press(page, 'choose-password-submit')
}

/** On a machine with much to do a page takes its time. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 })
const shot = (page: Page, name: string) => keepShot(page, `account-${name}`)

describe('[AC32] the first log-in', () => {
  it('shows nothing but the choice of a password, tells what is wrong with one, and then the console', async () => {
    const page = await stage.open('/counter', DESK)
    await shot(page, 'log-in')
    await logIn(page, 'newcomer', GIVEN)
    await eventually(() => page.getByTestId('choose-password').isVisible()).toBe(true)
    await shot(page, 'first')
    expect(await page.getByTestId('console-counter').count()).toBe(0)
    await choose(page, GIVEN, OWN, 'something else')
    await eventually(() => page.getByTestId('differs').isVisible()).toBe(true)
    await choose(page, GIVEN, 'short')
    await eventually(() => page.getByTestId('refused').getAttribute('data-code')).toBe('account.password-weak')
    await choose(page, GIVEN, OWN)
    await eventually(() => words(page, 'staff-name')).toBe('新来的')
    await press(page, 'open-C05')
    await eventually(() => page.getByTestId('counter-status').getAttribute('data-status')).toBe('open')
  })

  it('is the same in English', async () => {
    const page = await stage.open('/counter', DESK, 'en')
    await logIn(page, 'second', GIVEN)
    await eventually(() => page.getByTestId('choose-password').isVisible()).toBe(true)
    await shot(page, 'first-en')
    await choose(page, GIVEN, OWN)
    await eventually(() => words(page, 'staff-name')).toBe('另一位')
  })
})

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
function codeNow(secret: string, later = 0): string {
  const bits = [...secret].map(digit => BASE32.indexOf(digit).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  return codeAt(bytes, Math.floor(Date.now() / 30_000) + later)
}

describe('[AC36] the second step', () => {
  it('is set up from the page of the own account, and asked for at the next log-in', async () => {
    const page = await stage.open('/account', DESK)
    await logIn(page, 'clerk21', PASSWORD)
    await page.getByTestId('factor-password').fill(PASSWORD)
    await press(page, 'factor-submit')
    const secret = await words(page, 'factor-secret')
    await expect
      .poll(() => page.locator('.factor-offer img').evaluate(img => (img as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(100)
    await shot(page, 'factor')
    await page.getByTestId('factor-code').fill(codeNow(secret, -1))
    await press(page, 'factor-submit')
    await eventually(() => page.getByTestId('second-factor').getAttribute('data-set')).toBe('true')
    await press(page, 'log-out')

    await logIn(page, 'clerk21', PASSWORD)
    await eventually(() => page.getByTestId('code').isVisible()).toBe(true)
    await shot(page, 'code')
    await page.getByTestId('code').fill(codeNow(secret))
    await press(page, 'log-in-submit')
    await eventually(() => words(page, 'staff-name')).toContain('clerk21')
  })

  it('[AC34] the password is changed there, and a console left open elsewhere asks for a log-in again', async () => {
    const console = await stage.open('/counter', DESK)
    await logIn(console, 'clerk22', PASSWORD)
    await eventually(() => words(console, 'staff-name')).toContain('22')
    const page = await stage.open('/account', DESK, 'en')
    await logIn(page, 'clerk22', PASSWORD)
    await choose(page, PASSWORD, OWN)
    await eventually(() => page.getByTestId('password-changed').isVisible()).toBe(true)
    await shot(page, 'changed-en')
    await eventually(() => console.getByTestId('log-in').isVisible()).toBe(true)
    await logIn(console, 'clerk22', OWN)
    await press(console, 'open-C06')
    await eventually(() => console.getByTestId('counter-status').getAttribute('data-status')).toBe('open')
  })
})

it('[AC42] no page needed what the policy forbids, and text cannot become markup', async () => {
  expect(stage.complaints).toEqual([])
  const page = await stage.open('/', DESK)
  await shot(page, 'home')
  const outcome = await page.evaluate(() => {
    try {
      document.body.innerHTML = '<b>text</b>'
      return 'markup'
    } catch (error) {
      return (error as Error).name
    }
  })
  expect(outcome).toBe('TypeError')
})
