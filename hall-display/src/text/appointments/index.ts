import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const appointmentsText = { 'zh-CN': zh.appointments, en: en.appointments }
