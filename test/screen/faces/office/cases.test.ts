import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from '../../../support/client.ts'
import { barriersOn, LOOKS, wear } from '../../barriers.ts'
import { openStage, press, type Stage, words } from '../../browser.ts'
import { logIn, SIZES } from '../../gallery/camera.ts'
import { PATIENT } from '../board-floor.ts'
import { type Hall, openHall, WORDS } from './office-floor.ts'

let stage: Stage
let hall: Hall
let mine: Page
let other: Page
let phone: Page
beforeAll(async () => {
  stage = await openStage()
  hall = await openHall(stage.house.url, 1)
  mine = await logIn(stage, '/office', 'manager')
  other = await logIn(stage, '/office', 'admin')
  await badRating()
})
afterAll(async () => {
  hall?.close()
  await stage?.close()
})

/** Served at counter 1, and very unhappy; the phone stays open. */
async function badRating(): Promise<void> {
  const { ticketId, token } = await hall.take()
  await hall.call(1)
  await hall.verb(1, 'ticket.arrive', ticketId)
  const citizen = new Client(stage.house.url, token)
  await citizen.must('evaluation.submit', {
    ...{ ticketId, level: 1, tagVersion: 2, channel: 'phone', formOpenMs: 5_000, tagCodes: ['115'], text: WORDS },
  })
  await hall.verb(1, 'ticket.finish', ticketId)
  citizen.close()
  phone = await stage.open(`/phone#t=${token}`, SIZES.phone)
  await phone.getByTestId('rated').waitFor(PATIENT)
}

const status = (page: Page): Promise<string> => words(page, 'case-status')
/** By the keyboard alone. */
async function key(page: Page, testId: string): Promise<void> {
  await page.getByTestId(testId).filter({ visible: true }).first().focus(PATIENT)
  await page.keyboard.press('Enter')
}
async function say(page: Page, testId: string, text: string): Promise<void> {
  await page.getByTestId(testId).filter({ visible: true }).fill(text)
  await key(page, 'send')
}

describe('a bad rating is put right', () => {
  it('[HL63] while nobody has taken it the phone says thanks and no more', async () => {
    await expect.poll(() => status(mine), PATIENT).toBe('待承办')
    expect(await phone.getByTestId('fate').count()).toBe(0)
  })

  it('[FA105, HL64] taken, it says by whom on every desk; why, only to who has it and asks; the phone hears until when', async () => {
    await key(mine, 'case-take')
    await expect.poll(() => status(mine), PATIENT).toBe('您承办中')
    await expect.poll(() => status(other), PATIENT).toBe('manager 承办中')
    expect(await mine.locator('body').innerText()).not.toContain(WORDS)
    await key(mine, 'case-reasons-open')
    expect(await words(mine, 'case-reasons')).toMatch(new RegExp(`服务态度差效率低\\s+${WORDS}`))
    await expect.poll(() => words(phone, 'fate'), PATIENT).toMatch(/已有专人承办。[\s\S]*前整改并答复您/)
  })

  it('[FA105, HL62] more time, once', async () => {
    await key(mine, 'case-extend')
    await say(mine, 'sentence', '需会同税务核实')
    await expect.poll(() => other.getByTestId('case').first().innerText(), PATIENT).toContain('已延期：需会同税务核实')
    expect(await mine.getByTestId('case-extend').count()).toBe(0)
  })

  it('[FA105, HL61] replied to, it waits for another; sent back, it is mine again with what is missing', async () => {
    await key(mine, 'case-reply-open')
    await say(mine, 'case-words', '已致歉')
    await expect.poll(() => status(mine), PATIENT).toBe('您已答复，待另一位管理人员审批')
    expect(await mine.getByTestId('case-approve').count()).toBe(0)
    await key(other, 'case-return')
    await say(other, 'sentence', '请写明改了什么')
    await expect.poll(() => mine.getByTestId('case').first().innerText(), PATIENT).toContain('被退回：请写明改了什么')
    expect(await words(phone, 'fate')).not.toContain('致歉')
  })

  it('[FA105, HL63, HL67] approved, it leaves the office, and the visitor reads the outcome and the reply', async () => {
    await key(mine, 'case-reply-open')
    await say(mine, 'case-words', '已致歉，并加派一名导办')
    await key(other, 'case-approve')
    await key(other, 'yes')
    await other.getByTestId('no-cases').waitFor(PATIENT)
    await expect
      .poll(() => words(other, 'case-figures'), PATIENT)
      .toMatch(/^未办结 0 件\s+逾期 0 件\s+按期整改率 100\.0%（近 14 天 1\/1 件）$/)
    await expect.poll(() => words(phone, 'fate'), PATIENT).toMatch(/已办结：已整改[\s\S]*已致歉，并加派一名导办/)
    await phone.reload()
    await expect.poll(() => words(phone, 'fate-reply'), PATIENT).toBe('已致歉，并加派一名导办')
  })
})

it('[FA105, FA3] neither the desk with a case nor the phone keeps anybody out', async () => {
  await hall.visit(1, 2)
  await press(mine, 'case-take')
  await press(mine, 'case-reasons-open')
  await mine.getByTestId('case-reasons').waitFor(PATIENT)
  for (const look of LOOKS)
    for (const page of [mine, phone]) {
      await wear(page, look)
      expect(await barriersOn(page)).toEqual([])
    }
})
