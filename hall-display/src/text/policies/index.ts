import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const policiesText = { 'zh-CN': zh.policies, en: en.policies }
export const trialReasonCodes = { 'zh-CN': zh.trialReason, en: en.trialReason }
