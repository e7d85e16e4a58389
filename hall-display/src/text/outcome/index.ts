import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const parkingOutcomeText = { 'zh-CN': zh.parkingOutcome, en: en.parkingOutcome }
export const gateCodes = { 'zh-CN': zh.gate, en: en.gate }
export const withheldCodes = { 'zh-CN': zh.withheld, en: en.withheld }
