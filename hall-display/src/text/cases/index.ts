import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const casesText = { 'zh-CN': zh.cases, en: en.cases }
export const caseStatusText = { 'zh-CN': zh.status, en: en.status }
export const caseOutcomeCodes = { 'zh-CN': zh.outcome, en: en.outcome }
