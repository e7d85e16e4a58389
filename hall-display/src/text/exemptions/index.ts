import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const exemptionCodes = { 'zh-CN': zh.exemption, en: en.exemption }
export const carClassCodes = { 'zh-CN': zh.carClass, en: en.carClass }
