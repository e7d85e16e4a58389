import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const boothText = { 'zh-CN': zh.booth, en: en.booth }
export const howCodes = { 'zh-CN': zh.how, en: en.how }
