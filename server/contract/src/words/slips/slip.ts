import { addMs, businessDayOf, HOUR_MS, type Instant } from '../time.ts'
import type { Told } from './told.ts'

/** The languages a slip is printed in. */
export type SlipLanguage = 'zh-CN' | 'en'

interface Named {
  zh: string
  en: string
}

/** What a slip is made of; all of it stands in the journal, so that a second print says the same. */
export interface SlipGiven {
  hall: Named & { complaintPhone: string }
  /** 事项编号 where the hall has said it, else the code of the service. */
  service: Named & { code: string; itemCode?: string | undefined }
  number: string
  takenAt: Instant
  told?: Told | undefined
  /** Of the ticket, for a kiosk's keyboard. */
  code: string
  /** The ticket's page, for a phone. */
  url: string
  /** Given out while no hub could be reached. */
  offline?: true
}

/** A slip, line by line: screen, paper and printer show the very same. */
export interface Slip {
  hall: string
  number: string
  service: string
  facts: { fact: keyof typeof labels; label: string; value: string }[]
  /** Where the QR code leads. */
  url: string
  rules: string[]
  /** Above the space left for a few words by hand. */
  opinion: string
}

const labels = {
  ahead: { zh: '前面人数', en: 'People ahead' },
  wait: { zh: '预计等候', en: 'Expected wait' },
  takenAt: { zh: '取号时间', en: 'Issued' },
  item: { zh: '事项编号', en: 'Item' },
  code: { zh: '票号编码', en: 'Ticket code' },
  complaints: { zh: '投诉电话', en: 'Complaints' },
} as const

const rules: Named[] = [
  {
    zh: '扫码查看排队进度；办完后可扫码评价并享停车减免。',
    en: 'Scan to follow your place; rate afterwards and park free.',
  },
  {
    zh: '呼叫三次未到即过号，可到任一窗口请工作人员恢复排队。',
    en: 'Missed after three calls; any counter can put you back in the queue.',
  },
]
const offlineRule: Named = {
  zh: '离线号：系统恢复后按取号时间排队，二维码届时可用。',
  en: 'Given without the system: it joins the queue by its time of issue once the system is back, and the code opens then.',
}
const opinion: Named = { zh: '意见栏：', en: 'Remarks:' }

export function slipOf(given: SlipGiven, language: SlipLanguage): Slip {
  const { hall, service, number, takenAt, told, code, url, offline } = given
  const pick = ({ zh, en }: Named): string => (language === 'en' ? en : zh)
  const values: Record<keyof typeof labels, string | undefined> = {
    ahead: told === undefined ? undefined : pick({ zh: `${told.aheadTally} 人`, en: String(told.aheadTally) }),
    wait: waitOf(told, pick),
    takenAt: `${businessDayOf(takenAt)} ${clockOf(takenAt)}`,
    item: service.itemCode ?? service.code,
    code: groupedCode(code),
    complaints: hall.complaintPhone,
  }
  return {
    ...{ hall: pick(hall), number, service: pick(service), url },
    facts: Object.entries(labels).flatMap(([fact, label]) => {
      const value = values[fact as keyof typeof labels]
      return value === undefined ? [] : [{ fact: fact as keyof typeof labels, label: pick(label), value }]
    }),
    ...{ rules: (offline ? [offlineRule, ...rules] : rules).map(pick), opinion: pick(opinion) },
  }
}

/** Nobody is promised minutes while no counter is open for the service. */
function waitOf(told: Told | undefined, pick: (words: Named) => string): string | undefined {
  if (told === undefined) return undefined
  const { waitMinutesFrom: from, waitMinutesTo: to } = told
  if (from === undefined || to === undefined) return pick({ zh: '窗口开放后可知', en: 'once a counter opens' })
  return pick({ zh: `${from}–${to} 分钟`, en: `${from}–${to} min` })
}

/** The code in threes, as people read it aloud and type it. */
export const groupedCode = (code: string): string => code.replace(/(.{3})(?=.)/g, '$1-')

/** Local clock time, `hh:mm`. */
const clockOf = (at: Instant): string => addMs(at, 8 * HOUR_MS).slice(11, 16)
