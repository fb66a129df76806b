/**
 * What the managed server runs with, given on its command line so that it always fits this version of Entobot.
 * Sized for one server beside its one client on a small machine. fsync, full_page_writes and synchronous_commit
 * stay on: an acknowledged write survives a power cut.
 */
export function serverSettings(socketFolder: string): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: "",
    unix_socket_permissions: "0700",
    // logind deletes an ordinary user's segments in /dev/shm at logout.
    dynamic_shared_memory_type: "mmap",
    max_connections: 40,
    shared_buffers: "32MB",
    effective_cache_size: "256MB",
    maintenance_work_mem: "32MB",
    // Fewer processes: no replication, no parallel workers, reads by the backend itself.
    wal_level: "minimal",
    max_wal_senders: 0,
    max_logical_replication_workers: 0,
    max_parallel_workers: 0,
    io_method: "sync",
    jit: "off",
    min_wal_size: "32MB",
    max_wal_size: "512MB",
    random_page_cost: 1.1,
    // Its log must not repeat what people wrote: no statement texts, no DETAIL lines with values.
    log_min_messages: "warning",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_timezone: "UTC",
    timezone: "UTC",
  };
  return [
    "-k",
    socketFolder,
    ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
  ];
}
