import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD } from '../support/hub-process.ts'
import { atGate, keepShot, openStage, pairingLink, press, type Stage, words } from './browser.ts'

/** The machine may be busy with other suites; nothing here is timed. */
const PATIENT = { timeout: 30_000 }
const DESK = { width: 1366, height: 768 }
const KIOSK = { width: 1080, height: 1920 }
const TABLET = { width: 1024, height: 768 }
const PHONE = { width: 390, height: 844 }

let stage: Stage
let desk: Face
let kiosk: Face
beforeAll(async () => {
  stage = await openStage()
  kiosk = await stage.open(await linkTo('kiosk'), KIOSK)
  desk = await logIn('/counter', 'clerk01')
  await press(desk, 'open-C01')
})
afterAll(async () => {
  await stage?.close()
})

type Face = Awaited<ReturnType<Stage['open']>>

const linkTo = (kind: string, counterId?: string) => pairingLink(stage, kind, counterId)
const gate = (path: string, body: object) => atGate(stage, path, body)

async function enter(plate: string, minutes: number): Promise<void> {
  const state = await (await fetch(`${stage.house.controlUrl}/state`)).json()
  const { controllerTime } = state as { controllerTime: string }
  await gate('/cars/enter', { plate, at: new Date(Date.parse(controllerTime) - minutes * 60_000).toISOString() })
}

async function logIn(path: string, staffId: string): Promise<Face> {
  const page = await stage.open(path, DESK)
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  return page
}

/** Somebody takes a ticket without a plate and is served. @returns the way to his ticket's page, and its code. */
async function serve(): Promise<{ page: string; code: string }> {
  await press(kiosk, 'service-enterprise')
  await press(kiosk, 'take')
  const number = await words(kiosk, 'slip-number')
  const qr = await kiosk.getByTestId('slip-qr').getAttribute('src')
  const link = new URL(new URL(qr!, stage.house.url).searchParams.get('text')!)
  const code = await kiosk.getByTestId('slip-code').getAttribute('data-code')
  await press(kiosk, 'slip-done')
  await press(desk, 'verb-callNext')
  await expect.poll(() => words(desk, 'current-number'), PATIENT).toBe(number)
  await press(desk, 'verb-arrive')
  // Twenty seconds of service, at sixty times the wall's pace.
  await new Promise(resolve => setTimeout(resolve, 600))
  await press(desk, 'verb-finish')
  return { page: link.pathname + link.search + link.hash, code: code! }
}

async function typeEnding(page: Face, ending: string): Promise<void> {
  for (const key of ending) await press(page, `ending-key-${key}`)
  await press(page, 'ending-find')
}

const cars = (page: Face) => page.getByTestId('found-car')

describe('the car by its last characters', () => {
  it('[PL15] on the phone: rated, three digits, a tap on the masked car, and the gate lets it go free', async () => {
    for (const plate of ['鲁F12345', '鲁YD98345', '鲁B77345']) await enter(plate, 40)
    const phone = await stage.open((await serve()).page, PHONE)
    await press(phone, 'rate-open')
    await press(phone, 'level-5')
    await press(phone, 'rating-submit')
    await expect.poll(() => phone.getByTestId('rated').isVisible(), PATIENT).toBe(true)

    await press(phone, 'plate-open')
    expect(await phone.getByTestId('ending-find').isDisabled()).toBe(true)
    await keepShot(phone, 'cars-phone-ending', true)
    await typeEnding(phone, '345')
    await expect.poll(() => cars(phone).count(), PATIENT).toBe(3)
    const shown = await words(phone, 'found-cars')
    expect(shown).toMatch(/鲁F\*\*\*45\s+\d\d:\d\d 入场/)
    expect(shown).not.toContain('345')
    await keepShot(phone, 'cars-phone-list', true)
    await cars(phone).filter({ hasText: '鲁Y***45' }).click()

    await expect.poll(() => words(phone, 'plate'), PATIENT).toBe('鲁Y***45')
    await expect.poll(() => words(phone, 'parking-note'), PATIENT).toContain('已生效')
    await keepShot(phone, 'cars-phone-bound', true)
    expect(await gate('/cars/exit', { plate: '鲁YD98345' })).toMatchObject({ barrierOpens: true, feeDueFen: 0 })
  })

  it('[PL15] nothing found, too many and no questions left: each is said, and the whole plate can be typed', async () => {
    for (const n of [0, 1, 2, 3, 4, 5]) await enter(`鲁B1${n}777`, 40)
    const phone = await stage.open((await serve()).page, PHONE)
    await press(phone, 'plate-open')
    await typeEnding(phone, '000')
    await expect.poll(() => words(phone, 'found-cars'), PATIENT).toContain('没有找到以 000 结尾的车')
    await press(phone, 'find-again')
    await typeEnding(phone, '777')
    await expect.poll(() => words(phone, 'refused'), PATIENT).toContain('请从再前一位起重新输入')
    await keepShot(phone, 'cars-phone-too-many', true)
    await typeEnding(phone, '0777')
    await expect.poll(() => cars(phone).count(), PATIENT).toBe(1)
    for (const ending of ['1777', '2777', '3777']) {
      await press(phone, 'find-again')
      await typeEnding(phone, ending)
      if (ending !== '3777') await expect.poll(() => cars(phone).count(), PATIENT).toBe(1)
    }
    await expect.poll(() => phone.getByTestId('plate-keyboard').isVisible(), PATIENT).toBe(true)
    expect(await words(phone, 'refused')).toContain('请输入完整车牌号')
    for (const key of '鲁B10777') await press(phone, `plate-key-${key}`)
    await press(phone, 'plate-confirm')
    await expect.poll(() => words(phone, 'plate'), PATIENT).toBe('鲁B***77')
  })

  it('[PL15] on the tablet, after the rating there', async () => {
    const tablet = await stage.open(await linkTo('tablet', 'C01'), TABLET)
    await serve()
    await press(tablet, 'level-5')
    await press(tablet, 'rating-submit')
    await expect.poll(() => tablet.getByTestId('ending-keyboard').isVisible(), PATIENT).toBe(true)
    await keepShot(tablet, 'cars-tablet-ending')
    await typeEnding(tablet, '2345')
    await expect.poll(() => cars(tablet).count(), PATIENT).toBe(1)
    await keepShot(tablet, 'cars-tablet-list')
    await cars(tablet).click()
    await expect.poll(() => words(tablet, 'thanks'), PATIENT).toContain('谢')
  })

  it('[PL15] at the kiosk, with the code of the slip', async () => {
    const { code } = await serve()
    await press(kiosk, 'rate-by-code')
    for (const key of code) await press(kiosk, `code-key-${key}`)
    for (const id of ['code-find', 'level-5', 'rating-submit']) await press(kiosk, id)
    await typeEnding(kiosk, '77345')
    await expect.poll(() => cars(kiosk).count(), PATIENT).toBe(1)
    await keepShot(kiosk, 'cars-kiosk-list')
    await cars(kiosk).click()
    await expect.poll(() => words(kiosk, 'thanks'), PATIENT).toContain('谢')
    await press(kiosk, 'rating-done')
  })

  it('[PL16] [PL17] misread by the camera: the parking desk is shown the near car and matches it, and the visitor hears of it', async () => {
    await enter('鲁F5678S', 40)
    const phone = await stage.open((await serve()).page, PHONE)
    for (const id of ['rate-open', 'level-5', 'rating-submit', 'plate-open', 'plate-whole']) await press(phone, id)
    for (const key of '鲁F56785') await press(phone, `plate-key-${key}`)
    await press(phone, 'plate-confirm')
    await expect.poll(() => words(phone, 'parking-note'), PATIENT).toContain('没有')
    const parking = await logIn('/parking', 'operator')
    const row = parking.locator('[data-testid="exemption-row"][data-plate="鲁F56785"]')
    await expect.poll(() => row.getByTestId('match').count(), PATIENT).toBe(1)
    expect(await row.innerText()).toMatch(/场内车牌只差一位：\s*匹配 鲁F5678S（\d\d:\d\d 入场）/)
    await keepShot(parking, 'cars-parking-near')
    await row.getByTestId('match').click()
    await row.getByTestId('sentence').fill('摄像头把 5 读成了 S')
    await keepShot(parking, 'cars-parking-match')
    await row.getByTestId('send').click()
    const matched = parking.locator('[data-testid="exemption-row"][data-plate="鲁F5678S"]')
    await expect.poll(() => matched.getAttribute('data-state'), PATIENT).toBe('confirmed')
    await expect.poll(() => words(phone, 'plate'), PATIENT).toBe('鲁F***8S')
    expect(await words(phone, 'car')).not.toContain('摄像头')
    expect(await gate('/cars/exit', { plate: '鲁F5678S' })).toMatchObject({ barrierOpens: true, feeDueFen: 0 })
  })

  it('[AU2] no page failed a script or broke the content policy on the way', () => {
    expect(stage.complaints).toEqual([])
  })
})
