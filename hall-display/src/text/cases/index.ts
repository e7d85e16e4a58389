import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const casesText = { 'zh-CN': zh.cases, en: en.cases }
export const caseStatusText = { 'zh-CN': zh.caseStatus, en: en.caseStatus }
export const caseOutcomeCodes = { 'zh-CN': zh.caseOutcome, en: en.caseOutcome }
