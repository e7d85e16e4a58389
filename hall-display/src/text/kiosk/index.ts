import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const kioskText = { 'zh-CN': zh.kiosk, en: en.kiosk }
