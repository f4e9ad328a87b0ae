/**
 * Sections and options that tell whose configuration a file is. Weights: 4 hardly ever stands in another service's
 * file, 2 speaks for the service, 1 is a hint. `glance`, `nova` and `cinder` are the services whose files are read.
 */

export type Signs = {
  /** Section name or, where it ends in `*`, its beginning. */
  sections: Readonly<Record<string, number>>;
  /** Option name or, where it ends in `*`, its beginning. */
  options: Readonly<Record<string, number>>;
};

function weighted(strong: string, fair = "", slight = ""): Record<string, number> {
  const weights: Record<string, number> = Object.create(null);
  for (const [names, weight] of [
    [strong, 4],
    [fair, 2],
    [slight, 1],
  ] as const) {
    for (const name of names.split(/\s+/)) if (name !== "") weights[name] = weight;
  }
  return weights;
}

export const SIGNS: Readonly<Record<string, Signs>> = {
  glance: {
    sections: weighted(
      "glance_store image_format os_glance_staging_store os_glance_tasks_store store_type_location_strategy taskflow_executor import_filtering_opts image_import_opts image_conversion inject_metadata_properties glance.store.*",
      "task",
      "paste_deploy",
    ),
    options: weighted(
      "show_image_direct_url show_multiple_locations enabled_import_methods node_staging_uri worker_self_reference_url location_strategy image_member_quota image_property_quota image_tag_quota image_location_quota user_storage_quota delayed_delete registry_host registry_port default_backend filesystem_store_* rbd_store_pool rbd_store_user rbd_store_ceph_conf rbd_thin_provisioning swift_store_* s3_store_* cinder_store_* vmware_* http_proxy_information image_cache_dir image_cache_driver image_cache_max_size image_cache_stall_time image_cache_sqlite_db metadata_encryption_key allow_additional_image_properties property_protection_file image_import_plugins output_format store_type_preference scrub_time scrub_pool_size cleanup_scrubber wakeup_time limit_param_default api_limit_max import_image_cache_* filesystem_weight",
      "default_store stores rbd_store_chunk_size container_formats disk_formats hashing_algorithm sql_connection rados_connect_timeout use_user_token lock_path_glance",
      "public_endpoint flavor workers",
    ),
  },
  nova: {
    sections: weighted(
      "libvirt api_database workarounds filter_scheduler vif_plug_ovs guestfs",
      "vnc spice image_cache scheduler serial_console compute pci upgrade_levels cells hyperv mks notifications",
      "conductor neutron placement placement_client cinder glance quota service_user",
    ),
    options: weighted(
      "images_type images_rbd_* images_volume_group virt_type cpu_mode compute_driver instances_path force_raw_images disk_cachemodes hw_disk_discard use_cow_images remove_unused_base_images remove_unused_original_minimum_age_seconds remove_unused_resized_minimum_age_seconds allow_resize_to_same_host cpu_allocation_ratio ram_allocation_ratio disk_allocation_ratio block_device_allocate_retries vif_plugging_* live_migration_* resume_guests_state_on_host_boot num_pcie_ports osapi_compute_* reserved_host_* initial_cpu_allocation_ratio novncproxy_base_url server_proxyclient_address never_download_image_if_on_rbd image_handler max_concurrent_builds rx_queue_size",
      "metadata_workers instance_usage_audit enable_rbd_download",
      "my_ip rbd_user rbd_secret_uuid api_servers",
    ),
  },
  cinder: {
    sections: weighted("backend_defaults fc-zone-manager", "", "nova"),
    options: weighted(
      "volume_driver volume_backend_name default_volume_type image_upload_use_cinder_backend image_upload_use_internal_tenant image_volume_cache_* rbd_flatten_volume_from_snapshot rbd_max_clone_depth image_conversion_dir volumes_dir volume_clear volume_group backup_driver backup_ceph_* target_helper target_protocol iscsi_* san_* osapi_volume_* cinder_internal_tenant_* enforce_multipath_for_image_xfer use_multipath_for_image_xfer nfs_shares_config allowed_direct_url_schemes glance_api_servers enable_force_upload image_compress_on_upload",
      "glance_api_version storage_availability_zone report_discard_supported rbd_pool verify_glance_signatures rbd_exclusive_cinder_pool",
      "rbd_ceph_conf rbd_store_chunk_size rbd_user rbd_secret_uuid backend_host my_ip",
    ),
  },
  keystone: {
    sections: weighted(
      "fernet_tokens fernet_receipts security_compliance shadow_users eventlet_server endpoint_filter",
      "token credential identity assignment federation catalog ldap saml",
      "resource role",
    ),
    options: weighted("max_active_keys", "admin_token", ""),
  },
  neutron: {
    sections: weighted("ml2 ml2_type_* securitygroup ovs ovn linux_bridge vxlan l2pop", "quotas", "agent nova"),
    options: weighted(
      "core_plugin service_plugins mechanism_drivers tenant_network_types bridge_mappings interface_driver dhcp_driver allow_overlapping_ips dhcp_agents_per_network",
    ),
  },
  heat: {
    sections: weighted("clients_* heat_api heat_api_* ec2authtoken", "clients trustee"),
    options: weighted(
      "heat_metadata_server_url heat_waitcondition_server_url stack_domain_admin stack_domain_admin_password stack_user_domain_name",
    ),
  },
  ironic: {
    sections: weighted("pxe redfish ipmi ilo irmc inspector", "deploy dhcp", "agent conductor"),
    options: weighted(
      "enabled_hardware_types enabled_boot_interfaces enabled_deploy_interfaces enabled_power_interfaces enabled_management_interfaces default_deploy_interface",
    ),
  },
  swift: {
    sections: weighted(
      "swift-hash app:proxy-server app:account-server app:container-server app:object-server filter:tempauth storage-policy:* swift-constraints object-replicator object-auditor",
    ),
    options: weighted("swift_hash_path_suffix swift_hash_path_prefix account_autocreate"),
  },
  octavia: {
    sections: weighted(
      "controller_worker health_manager haproxy_amphora house_keeping amphora_agent driver_agent",
      "certificates api_settings",
      "networking",
    ),
    options: weighted("amp_flavor_id amp_image_tag amp_boot_network_list"),
  },
  manila: {
    sections: weighted(""),
    options: weighted(
      "share_driver enabled_share_backends enabled_share_protocols share_backend_name default_share_type driver_handles_share_servers",
    ),
  },
  placement: {
    sections: weighted("placement_database"),
    options: weighted("randomize_allocation_candidates incomplete_consumer_project_id"),
  },
  barbican: {
    sections: weighted("secretstore secretstore:* simple_crypto_plugin p11_crypto_plugin kmip_plugin", "crypto"),
    options: weighted("", "host_href"),
  },
  designate: { sections: weighted("service:* storage:sqlalchemy pool_manager producer_task:*"), options: weighted("") },
  magnum: { sections: weighted("magnum_client cluster_template cluster", "trust"), options: weighted("") },
  trove: {
    sections: weighted("guest_agent", "mysql redis postgresql"),
    options: weighted("trove_auth_url trove_volume_support datastore_manager nova_proxy_admin_user guest_config"),
  },
  ceilometer: {
    sections: weighted("polling dispatcher_gnocchi", "publisher"),
    options: weighted("polling_namespaces pipeline_cfg_file"),
  },
  aodh: { sections: weighted("evaluator", "listener notifier"), options: weighted("evaluation_interval") },
  gnocchi: { sections: weighted("indexer metricd incoming statsd", "storage"), options: weighted("") },
  masakari: { sections: weighted("host_failure instance_failure"), options: weighted("") },
  cloudkitty: { sections: weighted("collect fetcher_* collector_*"), options: weighted("") },
  mysql: {
    sections: weighted("mysqld mariadb galera client-server mysqld_safe"),
    options: weighted("wsrep_cluster_address innodb_*"),
  },
};
