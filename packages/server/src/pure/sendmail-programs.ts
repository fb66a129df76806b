/** Where a machine's own mail program stands, by custom. */
export const sendmailPrograms: readonly string[] = ["/usr/sbin/sendmail", "/usr/lib/sendmail"];
