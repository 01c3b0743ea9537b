app_name = "kinerja_asn"
app_title = "Kinerja ASN"
app_publisher = "kinerja_asn contributors"
app_description = "Performance management of Indonesian civil servants (ASN)"
app_email = "kinerja-asn@example.com"
app_license = "MIT"
required_apps = ["erpnext", "hrms"]
